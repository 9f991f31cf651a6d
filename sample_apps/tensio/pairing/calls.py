"""One call of the measures interface: whether it may be made, how, and what its answer means."""

from __future__ import annotations

from collections.abc import Callable

from sample_apps.tensio.pairing.client import SpaceClient
from sample_apps.tensio.pairing.errors import CallbackRefused, SpaceSaidNo, SpaceUnavailable
from sample_apps.tensio.pairing.exchange import ExchangePolicy
from sample_apps.tensio.pairing.verdicts import DONE, Verdict, seconds_of
from sample_apps.tensio.pairing.wire import Answer
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.pairings import Pairing
from sample_apps.tensio.store.standing import Standing

Call = Callable[[Pairing], Answer]
NO_ANSWER = Answer(0, {})


class SpaceCalls:
    """Makes calls under the pairing of an account; remembers what the space asked not to do."""

    def __init__(self, client: SpaceClient, policy: ExchangePolicy, standing: Standing) -> None:
        self.client = client
        self.policy = policy
        self.standing = standing
        self.base = client.provider.issuer.removesuffix("/oauth") + "/fhir"

    def make(self, account: Account, purpose: str, call: Call) -> tuple[Verdict, Answer]:
        """The verdict, and the answer that it rests on; the answer is empty when no call was made or none came."""
        if self.client.pairings.of(account) is None:
            return Verdict("blocked", "not_paired"), NO_ANSWER
        reason = self.policy.blocked(self.standing, account, purpose)
        if reason:
            return Verdict("blocked", reason), NO_ANSWER
        verdict, answer = self._tried(account, purpose, call)
        for stopped in verdict.stops:
            self.standing.stop(account, stopped, verdict.reason)
        if verdict.wait:
            self.standing.wait(verdict.wait)
        return verdict, answer

    def _tried(self, account: Account, purpose: str, call: Call) -> tuple[Verdict, Answer]:
        try:
            answer = call(self.client.fresh(account))
            if answer.status == 401:  # one renewal and one more try; the identifier keeps a doubled write harmless
                answer = call(self.client.fresh(account, renew=True))
        except SpaceSaidNo:
            return Verdict("blocked", "renewal_refused"), NO_ANSWER
        except CallbackRefused:
            return Verdict("later", "unreadable"), NO_ANSWER
        except SpaceUnavailable as error:
            if error.status in (429, 503):
                return Verdict("later", "asked_to_wait", wait=seconds_of(error.retry_after)), NO_ANSWER
            return Verdict("later", "unreadable" if error.reason == "unreadable" else "unconfirmed"), NO_ANSWER
        return self.policy.judged(answer, purpose), answer

    def headers(self, pairing: Pairing) -> dict[str, str]:
        """The two tokens that go with every call, and the format wanted."""
        return self.policy.headers({
            "Authorization": f"Bearer {pairing.access_token}", "ID-Token": pairing.id_token,
            "Accept": "application/fhir+json",
        })


def is_done(verdict: Verdict) -> bool:
    """Whether the space did what it was asked."""
    return verdict.kind == DONE.kind
