"""``signed_in_corpus``: what a signed-in browser asked and got, made once for each audit and kept in memory only."""

from __future__ import annotations

from playwright.sync_api import Error as BrowserError

from criteria.browser_record import Placed
from harness.errors import LookFailed
from harness.probes.browser.chromium import chromium_of
from harness.probes.browser.corpus import CorpusRequest, keep_corpus
from harness.probes.browser.deadline import Deadline
from harness.probes.browser.journeys import FIRST, SECONDS, Journeys, given
from harness.probes.browser.sitting import Sitting
from harness.probing import ProbeRoom

__all__ = ["CorpusRequest", "signed_in_corpus"]


def signed_in_corpus(room: ProbeRoom, account: str) -> tuple[CorpusRequest, ...]:
    """Every exchange of the account's browser: journeys, then the signed-in pages. Made once for each audit.

    Where ``browser.journeys`` was not made yet, the journeys are replayed and recorded for the look of ``room``. Raises
    ``LookFailed`` when there is no browser, no recording, or a step cannot be taken.
    """
    place = f"browser.corpus:{account}"
    if place not in room.around.kept:
        _browse(room, account)
    found: tuple[CorpusRequest, ...] = room.around.kept.get(place, ())
    return found


def _browse(room: ProbeRoom, account: str) -> None:
    recordings = given(room)
    chromium = chromium_of(room)
    with Deadline(chromium.browser, SECONDS) as deadline, chromium.context("strict") as context:
        place = Placed(state="account", moment=FIRST, context=f"account:{account}")
        sitting = Sitting(room, context, deadline, place, chromium.verified or chromium.control)
        try:
            broken = Journeys(sitting, account, recordings).all()
        except BrowserError as error:
            raise LookFailed("browser.ended", detail=error.message.partition("\n")[0]) from error
        keep_corpus(room, account, sitting.seen)
    if broken:
        raise broken[0]
