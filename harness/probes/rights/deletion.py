"""A disposable person fills an account, deletes it, and then tries every way back to the data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from criteria.observation import Look
from harness.errors import LookFailed
from harness.net import Answer, Ask
from harness.probes.exchange.bench import Bench
from harness.probes.exchange.looks import attended
from harness.probes.exchange.person import PairingPerson
from harness.probes.person.sitting import as_ask
from harness.probes.rights.export import EXPORT
from harness.probes.rights.trying import SIGN_IN, SIGN_UP, Trying, newcomer
from harness.probing import ProbeRoom

PURPOSE = "rights.deletion"
DELETE = "delete_account"
PAIR = "connect_space"
MOST_ADDRESSES = 30


def run(look: Look, room: ProbeRoom) -> None:
    """Stages ``before`` (data seen, paired where possible), ``delete``, ``old_session`` and ``login``."""
    with _space(room) as bench:
        who = newcomer(room, PURPOSE, "before")
        walked = who.act(SIGN_UP)
        if walked is None or walked.outcome != "accepted" or not who.enter():
            return
        _fill(who, bench)
        kept = list(_with_cookies(who))
        who.stage("delete")
        _label(bench, "delete")
        deleted = who.act(DELETE)
        if deleted is not None and deleted.outcome == "accepted":
            _label(bench, "after")
            _come_back(who, kept)


def _fill(who: Trying, bench: Bench | None) -> None:
    who.look_around()
    if EXPORT in who.room.journeys:
        who.act(EXPORT)
    if bench is not None:
        _pair(who, bench)


def _pair(who: Trying, bench: Bench) -> None:
    """Pair in the person's own session; the space's journal shows whether it came about."""
    other = PairingPerson(who.room, bench, "a", who.sitting.context)
    other.label(scenario="right", phase="before", run="0", stage="before")
    try:
        other.deliver(other.begin())
    except LookFailed:
        return


@contextmanager
def _space(room: ProbeRoom) -> Iterator[Bench | None]:
    """The space, where the candidate pairs and can be reached by it."""
    if room.manifest.space is None or PAIR not in room.journeys or DELETE not in room.journeys:
        yield None
        return
    with attended(room) as bench:
        yield bench


def _label(bench: Bench | None, phase: str) -> None:
    if bench is not None:
        bench.tags = {"scenario": "right", "phase": phase, "run": "0", "stage": phase}


def _with_cookies(who: Trying) -> Iterator[Ask]:
    """Every address that gave a canary, as it was asked, with the cookies of now: the old session."""
    known = [value.encode() for value in who.person.canaries.values() if value]
    answered: dict[str, Answer] = {}
    for heard in who.sitting.heard:
        if heard.exchange.request.method == "GET" and any(value in heard.body for value in known):
            answered[heard.url] = heard
    jar = who.room.http.jar(who.sitting.context)
    for url, heard in list(answered.items())[:MOST_ADDRESSES]:
        yield msgspec.structs.replace(as_ask(heard), cookie=jar.header(url), keep_cookies=False)


def _come_back(who: Trying, kept: list[Ask]) -> None:
    who.stage("old_session")
    for ask in kept:
        who.sitting.ask(ask)
    who.stage("login")
    who.room.http.jar(who.sitting.context).clear()
    walked = who.act(SIGN_IN)
    if walked is not None and walked.outcome == "accepted":
        who.look_around()
        for ask in kept:
            who.sitting.follow(Ask(method="GET", url=ask.url))
