"""The look ``browser.visits``: what pages do before, after and without a choice of the visitor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as BrowserError

from criteria.browser_record import Placed, VisitsRecord
from criteria.facts.http.urls import canonical, host_of
from criteria.observation import Look
from harness.errors import LookFailed
from harness.probes.browser.banner import find
from harness.probes.browser.choices import Chooser
from harness.probes.browser.chromium import Chromium, chromium_of
from harness.probes.browser.deadline import Deadline
from harness.probes.browser.pictures import record_picture
from harness.probes.browser.sitting import Opened, Sitting, Stop, stops_of
from harness.probes.browser.worlds import World
from harness.probes.content.sample import DRAWN
from harness.probes.http.frontier import left_alone
from harness.probing import ProbeRoom

SECONDS = 300.0
MORE_PAGES = 6
"""Pages that links of the home page lead to, beside the declared ones."""
MOST_DECLARED = 12
CONTENT_PAGES = 2
AGAIN = 5
"""Pages that are seen again after each choice."""


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
        self._again: list[Stop] = []

    def make(self) -> None:
        """Every visit, and the summary."""
        if self._untouched():
            self._after_refusing()
            self._after_accepting()
        if self._chromium.proxy.full:
            self._bounds.add("bytes")
        summary = VisitsRecord(
            browser=self._chromium.browser.version,
            pages=dict(self._pages),
            reached=self._reached,
            bounds=tuple(sorted(self._bounds)),
            tls_verified=self._chromium.verified,
        )
        self._room.observe(kind="browser.visits_summary", data=summary)

    def _untouched(self) -> bool:
        """A first visit that clicks nothing; whether any page asks for consent."""
        with self._sitting("untouched") as sitting:
            declared = list(stops_of(self._room))[:MOST_DECLARED]
            opened = sitting.visit(declared)
            if not opened or not opened[0].response:
                raise LookFailed("gap.unreachable", host=self._room.base_url, detail=opened[0].error if opened else "")
            self._reached = {one.stop.start: bool(one.response and one.response.status == 200) for one in opened}
            opened += sitting.visit(found_from(opened[0], declared, self._bounds, content_of(self._room)))
            asking = [one for one in opened if self._asks(sitting, one)]
            self._again = again_from(opened, asking)
        return bool(asking)

    def _asks(self, sitting: Sitting, one: Opened) -> bool:
        if not one.response:
            return False
        found = find(World(one.page), msgspec.structs.replace(sitting.place, page=one.stop.url))
        self._room.observe(kind="browser.banner", data=found.banner, target=one.stop.url)
        if found.banner.present:
            record_picture(self._room, one.page, found.banner, "banner")
        return found.banner.present

    def _after_refusing(self) -> None:
        """Refuse, reload, go on; then the next visit, which has what a browser keeps when it is closed."""
        with self._sitting("untouched", "asked") as sitting:
            if not self._choose(sitting, "refuse", "refused"):
                return
            self._go_on(sitting)
            kept = without_session(sitting.context)
        with self._sitting("refused_later", state=kept) as sitting:
            for one in sitting.visit(self._again):
                self._asks(sitting, one)

    def _after_accepting(self) -> None:
        """Accept, reload, go on; then withdraw, reload, go on."""
        with self._sitting("untouched", "asked") as sitting:
            if not self._choose(sitting, "accept", "accepted"):
                return
            self._go_on(sitting)
            sitting.leave()
            if self._choose(sitting, "withdraw", "withdrawn"):
                self._go_on(sitting)

    def _choose(self, sitting: Sitting, wanted: str, state: str) -> bool:
        """Open the page that asks, and from the first click on be in this state."""
        if self._deadline.near:
            self._bounds.add("time")
            return False
        (opened,) = sitting.visit(self._again[:1])
        sitting.move(state=state, moment="choice")
        return Chooser(sitting, opened.page).choose(wanted).outcome == "done"

    def _go_on(self, sitting: Sitting) -> None:
        """Reload where the choice was made, then open the other pages."""
        sitting.flush()
        sitting.close_pages()
        sitting.move(moment="reload")
        sitting.visit(self._again)

    @contextmanager
    def _sitting(self, name: str, moment: str = "visit", state: Any = None) -> Iterator[Sitting]:
        """A fresh context in this state; what it left is recorded at its end."""
        with self._chromium.context("record", state) as context:
            place = Placed(state=name, moment=moment)
            sitting = Sitting(self._room, context, self._deadline, place, self._chromium.verified)
            yield sitting
            sitting.leave()
            self._pages.update(sitting.counts)
            self._bounds |= sitting.recorder.bounds


def content_of(room: ProbeRoom) -> list[Stop]:
    """The first pages of health content that ``content.sample`` drew (CON-04 looks at them), where it was made."""
    drawn: Sequence[str] = room.around.kept.get(DRAWN, ())
    return [Stop(canonical(url)) for url in drawn[:CONTENT_PAGES]]


def found_from(home: Opened, declared: list[Stop], bounds: set[str], content: Sequence[Stop] = ()) -> list[Stop]:
    """Pages of the same host that visible links of the home page lead to; one with a query may change a setting.

    ``content`` are pages that are opened whether a link leads there or not.
    """
    known = {canonical(stop.url) for stop in (*declared, *content)}
    found: list[Stop] = []
    for link, text in _links(home):
        url = canonical(link.partition("#")[0])
        own = bool(url) and host_of(url) == host_of(home.stop.url)
        if own and "?" not in url and url not in known and not left_alone(url, text):
            known.add(url)
            found.append(Stop(url))
    if len(found) > MORE_PAGES:
        bounds.add("pages")
    return [*content, *found[:MORE_PAGES]]


def again_from(opened: list[Opened], asking: list[Opened]) -> list[Stop]:
    """The pages to see again in each state: one that asks first, then the declared ones."""
    loaded = [one.stop for one in opened if one.response and one.response.status == 200]
    return list(dict.fromkeys((*(one.stop for one in asking[:1]), *loaded)))[:AGAIN]


def without_session(context: BrowserContext) -> Any:
    """What a browser keeps of a context when it is closed: all but the session's cookies."""
    kept = context.storage_state(indexed_db=True)
    cookies = [one for one in kept["cookies"] if one.get("expires", -1) > 0]
    return {**kept, "cookies": cookies}


def _links(home: Opened) -> list[tuple[str, str]]:
    found = World(home.page).run("page") or {}
    shown = (link for link in found.get("links", []) if link.get("visible"))
    return [(str(link.get("url", "")), str(link.get("text", ""))) for link in shown]
