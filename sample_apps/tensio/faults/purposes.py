"""Faults of what the person allows and whom the measures concern, after a refusal or a parting."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sample_apps.tensio.build import Build
from sample_apps.tensio.faults.replacing import Fault, exchange
from sample_apps.tensio.pairing.errors import SpaceError
from sample_apps.tensio.pairing.exchange import Bundle, Post
from sample_apps.tensio.pairing.fhir import transaction
from sample_apps.tensio.pairing.verdicts import Verdict, judged
from sample_apps.tensio.pairing.wire import Answer
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.measures import Measure
from sample_apps.tensio.store.pairings import Pairing, Pairings
from sample_apps.tensio.store.standing import READ, WRITE, Standing

REFUSALS = ("consent", "mismatch", "suspended")


def calls_after_unpairing(build: Build) -> None:
    """The tokens are kept out of sight, and a synchronisation goes on reading with them."""
    kept: dict[int, tuple[Pairings, Pairing]] = {}

    def let_go(pairings: Pairings, account: Account) -> None:
        pairing = pairings.of(account)
        if pairing is not None:
            kept[account.id] = (pairings, pairing)
        pairings.forget(account)

    def after_sync(read: Callable[[Pairing], Answer], account: Account) -> None:
        pairings, pairing = kept.get(account.id, (None, None))
        if pairings is not None and pairing is not None and pairings.of(account) is None:
            with suppress(SpaceError):
                read(pairing)

    build.exchange = replace(build.exchange, let_go=let_go, after_sync=after_sync)


def _only_pause(standing: Standing, account: Account, purpose: str) -> str:
    return "pause" if standing.until() else ""


def _all_purposes(answer: Answer, purpose: str) -> Verdict:
    verdict = judged(answer, purpose)
    return replace(verdict, stops=frozenset({WRITE, READ})) if verdict.stops else verdict


def _nothing_of_refusals(reason: str) -> str:
    return "" if reason.partition(".")[2].removeprefix("stopped_") in REFUSALS else reason


def _about(bundle: Bundle, value: str) -> Bundle:
    changed = copy.deepcopy(bundle)
    changed["entry"][0]["resource"]["subject"]["identifier"]["value"] = value
    return changed


def _for_another(measure: Measure, pairing: Pairing) -> Bundle:
    return _about(transaction(measure, pairing), pairing.subject[::-1])


def keeps_first_pairing(build: Build) -> None:
    """Measures go on naming the person of the first pairing, whoever the account is paired with now."""
    first: list[str] = []

    def built(measure: Measure, pairing: Pairing) -> Bundle:
        first.append(pairing.subject)
        return _about(transaction(measure, pairing), first[0])

    build.exchange = replace(build.exchange, built=built)


def _another_after_refusal(post: Post, bundle: Bundle, pairing: Pairing) -> Answer:
    answer = post(bundle, pairing)
    if judged(answer, WRITE).reason != "mismatch":
        return answer
    subject = bundle["entry"][0]["resource"]["subject"]["identifier"]["value"]
    return post(_about(bundle, subject[::-1]), pairing)


def _anybody(resource: dict[str, Any], pairing: Pairing) -> bool:
    return True


FAULTS: Mapping[str, Fault] = {
    "calls_after_unpairing": calls_after_unpairing,
    "no_revocation": exchange(revoked=lambda revoke, pairing: True),
    "goes_on_after_refusal": exchange(blocked=_only_pause),
    "stops_all_purposes": exchange(judged=_all_purposes),
    "silent_refusal": exchange(told=_nothing_of_refusals),
    "other_subject_written": exchange(built=_for_another),
    "keeps_first_pairing": keeps_first_pairing,
    "tries_other_id": exchange(post=_another_after_refusal),
    "shows_other_person": exchange(is_own=_anybody),
}
