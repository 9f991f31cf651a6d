"""The look ``browser.space``: a paired account reads measures that only the space knew, in a browser that watches."""

from __future__ import annotations

from playwright.sync_api import Error as BrowserError

from criteria.browser_record import Placed
from criteria.observation import Look
from harness.errors import LookFailed
from harness.probes.browser.chromium import Chromium, chromium_of
from harness.probes.browser.deadline import Deadline
from harness.probes.browser.journeys import FIRST, Journeys, given
from harness.probes.browser.sitting import Sitting
from harness.probes.exchange.bench import Bench
from harness.probes.exchange.looks import attended
from harness.probing import ProbeRoom

SECONDS = 240.0
CONNECT, READ, DISCONNECT = "connect_space", "read_measures", "disconnect_space"
SCENARIO = "own_measures"
"""Brings measures of the person that only the space knew: wherever they appear, they came from there."""


def run(look: Look, room: ProbeRoom) -> None:
    """Sign in, pair, read, see the signed-in pages, undo the pairing, each by its recording.

    What arrives at the space is recorded as ``space.exchange``, as the looks of ``exchange`` do. Raises ``LookFailed``
    when a recording is missing or breaks, or there is no browser or no space.
    """
    recordings = given(room)
    for journey in (CONNECT, READ):
        if journey not in recordings:
            raise LookFailed("recording.not_given", journey=journey)
    chromium = chromium_of(room)
    with attended(room) as bench, Deadline(chromium.browser, SECONDS) as deadline:
        try:
            _read(room, chromium, deadline, bench)
        except BrowserError as error:
            if deadline.over:
                raise LookFailed("browser.held_up", seconds=round(SECONDS)) from error
            raise LookFailed("browser.ended", detail=error.message.partition("\n")[0]) from error


def _read(room: ProbeRoom, chromium: Chromium, deadline: Deadline, bench: Bench) -> None:
    person = bench.lab.space.people.add()  # type: ignore[attr-defined]
    room.redactor.add(person.password, "password")
    with chromium.context("strict") as context:
        place = Placed(state="account", moment=FIRST, context="account:a")
        sitting = Sitting(room, context, deadline, place, chromium.verified or chromium.control)
        journeys = Journeys(sitting, "a", given(room))
        journeys.account.at_space = {"space.login": person.login, "space.password": person.password}
        bench.tags = {"scenario": "right", "phase": "before", "run": "0"}
        whole = journeys.replayed(FIRST)
        if whole:
            journeys.attempt(DISCONNECT)  # an earlier look may have left a pairing with another person
            whole = journeys.replayed(CONNECT)
        if whole:
            bench.tags = {"scenario": SCENARIO, "phase": "fault", "run": "1", "trigger": READ}
            with bench.lab.play(SCENARIO, person, step="fault"):
                whole = journeys.replayed(READ)
                journeys.see("account", READ)
            journeys.attempt(DISCONNECT)
        sitting.flush()
    if not whole:
        raise journeys.broken[0]
