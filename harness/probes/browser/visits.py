"""The look ``browser.visits``: what pages do before, after and without a choice of the visitor."""

from __future__ import annotations

from collections import Counter

from playwright.sync_api import Error as BrowserError

from criteria.browser_record import Placed, VisitsRecord
from criteria.facts.http.urls import canonical, host_of
from criteria.observation import Look
from harness.errors import LookFailed
from harness.probes.browser.chromium import Chromium, chromium_of
from harness.probes.browser.deadline import Deadline
from harness.probes.browser.sitting import Opened, Sitting, Stop, stops_of
from harness.probes.browser.worlds import World
from harness.probing import ProbeRoom

SECONDS = 300.0
MORE_PAGES = 6
"""Pages that links of the home page lead to, beside the declared ones."""
MOST_DECLARED = 12


def run(look: Look, room: ProbeRoom) -> None:
    """Visit untouched, then under every choice that the pages offer; ``browser.visits_summary`` ends it.

    Raises ``LookFailed`` when there is no browser, the home page does not load, or a page holds the browser up.
    """
    chromium = chromium_of(room)
    with Deadline(chromium.browser, SECONDS) as deadline:
        try:
            Visits(room, chromium, deadline).make()
        except BrowserError as error:
            if deadline.over:
                raise LookFailed("browser.held_up", seconds=round(SECONDS)) from error
            raise LookFailed("browser.ended", detail=error.message.partition("\n")[0]) from error


class Visits:
    """All visits of one look."""

    def __init__(self, room: ProbeRoom, chromium: Chromium, deadline: Deadline) -> None:
        self._room = room
        self._chromium = chromium
        self._deadline = deadline
        self._pages: Counter[str] = Counter()
        self._bounds: set[str] = set()
        self._reached: dict[str, bool] = {}

    def make(self) -> None:
        """Every visit, and the summary."""
        self._untouched()
        summary = VisitsRecord(
            browser=self._chromium.browser.version,
            pages=dict(self._pages),
            reached=self._reached,
            bounds=tuple(sorted(self._bounds)),
            tls_verified=self._chromium.verified,
        )
        self._room.observe(kind="browser.visits_summary", data=summary)

    def _untouched(self) -> None:
        with self._chromium.context("record") as context:
            sitting = Sitting(self._room, context, self._deadline, Placed(), self._chromium.verified)
            declared = list(stops_of(self._room))[:MOST_DECLARED]
            opened = sitting.visit(declared)
            if not opened or not opened[0].response:
                raise LookFailed("gap.unreachable", host=self._room.base_url, detail=opened[0].error if opened else "")
            self._reached = {one.stop.start: bool(one.response and one.response.status == 200) for one in opened}
            opened += sitting.visit(self._found(opened[0], declared))
            self._end(sitting, opened)

    def _end(self, sitting: Sitting, opened: list[Opened]) -> None:
        sitting.leave()
        self._pages[sitting.place.state] += len(opened)
        self._bounds |= sitting.recorder.bounds

    def _found(self, home: Opened, declared: list[Stop]) -> list[Stop]:
        """Pages of the same host that visible links of the home page lead to."""
        known = {canonical(stop.url) for stop in declared}
        found: list[Stop] = []
        for link in _links(home):
            url = canonical(link)
            if url and url not in known and host_of(url) == host_of(self._room.base_url):
                known.add(url)
                found.append(Stop(url))
        if len(found) > MORE_PAGES:
            self._bounds.add("pages")
        return found[:MORE_PAGES]


def _links(home: Opened) -> list[str]:
    found = World(home.page).run("page") or {}
    return [str(link.get("url", "")) for link in found.get("links", []) if link.get("visible")]
