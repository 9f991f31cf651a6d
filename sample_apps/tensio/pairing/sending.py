"""Measures on their way out: into the outbox, to the space, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sample_apps.tensio.pairing.calls import SpaceCalls, is_done
from sample_apps.tensio.pairing.verdicts import Verdict
from sample_apps.tensio.pairing.wire import Answer
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.measures import Measure
from sample_apps.tensio.store.outbox import REFUSED, WAITING, Outbox
from sample_apps.tensio.store.pairings import Pairing
from sample_apps.tensio.store.standing import WRITE


@dataclass(frozen=True)
class Synchronised:
    """How many measures arrived and how many were refused; ``reason`` why it ended early, ``waiting`` what is left."""

    arrived: int
    refused: int
    waiting: int
    reason: str


class Sending:
    """Sends measures, one Bundle each."""

    def __init__(self, calls: SpaceCalls, outbox: Outbox) -> None:
        self._calls = calls
        self._outbox = outbox

    def share(self, account: Account, measure: Measure) -> Verdict:
        """The person wants this measure in the space: it is kept for that, and tried at once.

        While there is no pairing, or writing is stopped, nothing is promised: the measure stays as it was.
        """
        pairing = self._calls.client.pairings.of(account)
        if pairing is None:
            return Verdict("blocked", "not_paired")
        reason = self._calls.policy.blocked(self._calls.standing, account, WRITE)
        if reason.startswith("stopped"):
            return Verdict("blocked", reason)
        self._outbox.put(account, measure, pairing.subject)
        return self._send(account, measure)

    def synchronise(self, account: Account) -> Synchronised:
        """Sends what waits, until the space asks to stop or gives no clear answer."""
        arrived, refused = 0, 0
        paired = self._calls.client.pairings.of(account) is not None
        reason = self._calls.policy.blocked(self._calls.standing, account, WRITE) if paired else "not_paired"
        for measure in [] if reason else self._outbox.waiting(account):
            verdict = self._send(account, measure)
            arrived += is_done(verdict)
            refused += verdict.kind == "refused"
            if not is_done(verdict) and verdict.kind != "refused":
                reason = verdict.reason
                break
        return Synchronised(arrived, refused, len(self._outbox.waiting(account)), reason)

    def _send(self, account: Account, measure: Measure) -> Verdict:
        verdict, answer = self._calls.make(account, WRITE, lambda pairing: self._attempt(measure, pairing))
        if is_done(verdict):
            verdict = self._calls.policy.written(answer)
            for stopped in verdict.stops:
                self._calls.standing.stop(account, stopped, verdict.reason)
        verdict = self._calls.policy.settled(verdict)
        if is_done(verdict):
            self._outbox.taken(account, measure)
        else:
            self._outbox.note(measure, REFUSED if verdict.kind == "refused" else WAITING, verdict.reason)
        return verdict

    def _attempt(self, measure: Measure, pairing: Pairing) -> Answer:
        return self._calls.policy.post(self._post, self._calls.policy.built(measure, pairing), pairing)

    def _post(self, bundle: dict[str, Any], pairing: Pairing) -> Answer:
        sent = self._calls.client.policy.sent_measure(bundle, pairing.access_token)
        return self._calls.client.wire.post_json(self._calls.base, sent, self._calls.headers(pairing))
