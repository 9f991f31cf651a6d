"""The decisions that make an exchange of measures safe, each one replaceable on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sample_apps.tensio.pairing.errors import SpaceUnavailable
from sample_apps.tensio.pairing.fhir import transaction
from sample_apps.tensio.pairing.links import next_allowed
from sample_apps.tensio.pairing.readings import Reading, is_own, is_valid, names_of, reading_of
from sample_apps.tensio.pairing.verdicts import Verdict, judged, written
from sample_apps.tensio.pairing.wire import Answer
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.pairings import Pairing, Pairings
from sample_apps.tensio.store.standing import Standing

Bundle = dict[str, Any]
Post = Callable[[Bundle, Pairing], Answer]
Revoke = Callable[[str], None]


def blocked(standing: Standing, account: Account, purpose: str) -> str:
    """Why no call may be made now for this purpose; empty when one may."""
    reason = standing.stopped(account).get(purpose, "")
    if reason:
        return f"stopped_{reason}"
    return "pause" if standing.until() else ""


def sent_once(post: Post, bundle: Bundle, pairing: Pairing) -> Answer:
    """One attempt; the next one is the person's to ask for."""
    return post(bundle, pairing)


def as_judged(verdict: Verdict) -> Verdict:
    """What becomes of a measure follows from the space's answer alone."""
    return verdict


def forgotten(pairings: Pairings, account: Account) -> None:
    """Nothing of the pairing is kept."""
    pairings.forget(account)


def revoked(revoke: Revoke, pairing: Pairing) -> bool:
    """Ends the tokens at the space; whether it confirmed."""
    try:
        revoke(pairing.refresh_token or pairing.access_token)
    except SpaceUnavailable:
        return False
    return True


def nothing_more(read: Callable[[Pairing], Answer], account: Account) -> None:
    """A synchronisation sends what waits, and does nothing else."""


def nobody(readings: list[Reading]) -> str:
    """The address of a picture on the page of the measures read: none."""
    return ""


@dataclass
class ExchangePolicy:
    """``built`` makes the Bundle of a measure, ``post`` sends it; ``blocked`` says why no call may be made.

    ``judged`` weighs a status, ``written`` the body of a write; ``settled`` decides what becomes of the measure.
    ``next_allowed`` decides on the address of a further page (asked so far: the list); ``is_own`` and ``is_valid`` on
    each resource read; ``reading_of`` reads its values, ``names_of`` what it is known by. ``told`` is the last word on
    what the person is told; ``after_sync`` follows a synchronisation.
    """

    built: Callable[..., Bundle] = transaction
    post: Callable[[Post, Bundle, Pairing], Answer] = sent_once
    blocked: Callable[[Standing, Account, str], str] = blocked
    judged: Callable[[Answer, str], Verdict] = judged
    written: Callable[[Answer], Verdict] = written
    settled: Callable[[Verdict], Verdict] = as_judged
    next_allowed: Callable[[str, str, list[str]], bool] = next_allowed
    is_own: Callable[[dict[str, Any], Pairing], bool] = is_own
    is_valid: Callable[[dict[str, Any]], bool] = is_valid
    reading_of: Callable[[dict[str, Any]], Reading | None] = reading_of
    names_of: Callable[[dict[str, Any]], set[str]] = names_of
    search: Callable[[dict[str, Any]], dict[str, Any]] = dict
    headers: Callable[[dict[str, str]], dict[str, str]] = dict
    told: Callable[[str], str] = str
    let_go: Callable[[Pairings, Account], None] = forgotten
    revoked: Callable[[Revoke, Pairing], bool] = revoked
    after_sync: Callable[[Callable[[Pairing], Answer], Account], None] = nothing_more
    picture: Callable[[list[Reading]], str] = nobody
    source_notes: Callable[[str], str] | None = None
