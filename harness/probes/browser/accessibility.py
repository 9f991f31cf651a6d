"""The look ``browser.axe``: what axe-core says of the public pages. Signed-in ones are part of ``browser.journeys``."""

from __future__ import annotations

from playwright.sync_api import Error as BrowserError

from criteria.browser_record import Placed
from criteria.observation import Look
from harness.errors import LookFailed
from harness.probes.browser.axe import engine, examine
from harness.probes.browser.chromium import Chromium, chromium_of
from harness.probes.browser.deadline import Deadline
from harness.probes.browser.sitting import Sitting, stops_of
from harness.probes.browser.visits import MOST_DECLARED, found_from
from harness.probing import ProbeRoom

SECONDS = 240.0


def run(look: Look, room: ProbeRoom) -> None:
    """One ``browser.axe`` for each page that loaded.

    Raises ``LookFailed`` when there is no browser or no axe-core, or the home page does not load.
    """
    engine()
    chromium = chromium_of(room)
    with Deadline(chromium.browser, SECONDS) as deadline:
        try:
            _public(room, chromium, deadline)
        except BrowserError as error:
            if deadline.over:
                raise LookFailed("browser.held_up", seconds=round(SECONDS)) from error
            raise LookFailed("browser.ended", detail=error.message.partition("\n")[0]) from error


def _public(room: ProbeRoom, chromium: Chromium, deadline: Deadline) -> None:
    with chromium.context("record") as context:
        sitting = Sitting(room, context, deadline, Placed(), chromium.verified)
        declared = list(stops_of(room))[:MOST_DECLARED]
        opened = sitting.visit(declared)
        if not opened or not opened[0].response:
            raise LookFailed("gap.unreachable", host=room.base_url, detail=opened[0].error if opened else "")
        opened += sitting.visit(found_from(opened[0], declared, set()))
        examine(sitting, opened)
