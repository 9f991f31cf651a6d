"""One fresh context in one state of consent: pages opened side by side, settled, scrolled, and taken down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response
from playwright.sync_api import Error as BrowserError

from criteria.browser_record import Placed
from harness.probes.browser.deadline import Deadline
from harness.probes.browser.leaving import record_requests, record_stored
from harness.probes.browser.page_reading import Said, record_page
from harness.probes.browser.recorder import Recorder, Taken
from harness.probes.browser.worlds import World
from harness.probing import ProbeRoom

SIDE_BY_SIDE = 6
NAVIGATION_MS = 20_000
QUIET_MS, VISIT_QUIET_MS, MOST_QUIET_MS = 200, 600, 4_000
MOST_ROUNDS = 8
MOST_SAID = 50


class Stop(msgspec.Struct, frozen=True):
    """A page to open: its address, and its declared name (empty: found by a link)."""

    url: str
    start: str = ""


class Opened(msgspec.Struct, frozen=True):
    """A page that was opened. ``error`` says why there is none of its document."""

    stop: Stop
    page: Page
    response: Response | None
    error: str = ""


class Sitting:
    """The pages of one context, and everything that they did. ``place`` says where what follows belongs."""

    def __init__(
        self, room: ProbeRoom, context: BrowserContext, deadline: Deadline, place: Placed, verified: bool
    ) -> None:
        self.room = room
        self.context = context
        self.deadline = deadline
        self.verified = verified
        self.recorder = Recorder(context)
        self.recorder.place = place
        self.seen: list[Taken] = []
        self._before = 0
        self.counts: Counter[str] = Counter()
        self._said: dict[Page, Said] = {}
        self._worlds: dict[Page, World] = {}
        context.on("console", self._hear)

    @property
    def place(self) -> Placed:
        """Where things are."""
        return self.recorder.place

    def move(self, **changed: Any) -> None:
        """From now on things belong elsewhere (``moment="reload"``, ``state="refused"`` ...)."""
        self.recorder.place = msgspec.structs.replace(self.recorder.place, **changed)

    def visit(self, stops: Sequence[Stop]) -> list[Opened]:
        """Open the pages, some at a time, settle, scroll and record them; they stay open."""
        opened: list[Opened] = []
        self.flush()
        self._before = len(self.seen)
        for first in range(0, len(stops), SIDE_BY_SIDE):
            if self.deadline.near:
                self.recorder.bounds.add("time")
                break
            batch = [self._open(stop) for stop in stops[first : first + SIDE_BY_SIDE]]
            self.counts[self.place.state] += len(batch)
            self.settle_all(batch)
            opened += batch
        return opened

    def settle_all(self, batch: Sequence[Opened]) -> None:
        """Let pages load, be scrolled and fall silent together; then take them down."""
        loaded = [self._loaded(one.page) for one in batch]
        for one in batch:
            self.world(one.page).run("quiet", 0, 0)
            self.world(one.page).run("scroll")
        silent = [self._silent(one.page, VISIT_QUIET_MS) for one in batch]
        self.flush()
        for one, first, last in zip(batch, loaded, silent, strict=True):
            self.take_down(one, settled=first and last)

    def world(self, page: Page) -> World:
        """Our world in this page."""
        if page not in self._worlds:
            self._worlds[page] = World(page)
        return self._worlds[page]

    def take_down(self, one: Opened, *, settled: bool = True) -> None:
        """Record one page as it is now."""
        place = msgspec.structs.replace(self.place, page=one.stop.url)
        mine = [taken.record for taken in self.seen[self._before :] if taken.record.page == one.stop.url]
        said = self._said.get(one.page, Said())
        record_page(self.room, one, self.world(one.page), place, mine, said, settled=settled, verified=self.verified)

    def quiet(self, page: Page) -> bool:
        """Wait until the page neither loads nor changes; whether it came to rest."""
        return self._loaded(page) and self._silent(page, QUIET_MS)

    def _silent(self, page: Page, quiet_ms: int) -> bool:
        """Nothing loaded or changed for so long, and nothing is under way; bounded by rounds, not by the page."""
        for _ in range(MOST_ROUNDS):
            rest = self.world(page).run("quiet", quiet_ms, MOST_QUIET_MS)
            if rest and not self.recorder.waiting:
                return True
            if rest is None and not self._loaded(page):  # it navigated meanwhile
                return False
        return False

    def close_pages(self) -> None:
        """Close every page; the context keeps its cookies and its stores."""
        for page in self.context.pages:
            page.close()

    def flush(self) -> None:
        """Record the requests since the last time."""
        taken = self.recorder.drain()
        self.seen += taken
        record_requests(self.room, taken)

    def leave(self) -> None:
        """Record the last requests, the cookies and what is stored."""
        self.flush()
        record_stored(self.room, self.context, self.place, [one.record for one in self.seen])

    def _open(self, stop: Stop) -> Opened:
        page = self.recorder.new_page(stop.url)
        try:
            response = page.goto(stop.url, wait_until="commit", timeout=self.deadline.left_ms(NAVIGATION_MS))
        except BrowserError as error:
            return Opened(stop, page, None, error.message.partition("\n")[0][:200])
        return Opened(stop, page, response)

    def _loaded(self, page: Page) -> bool:
        try:
            page.wait_for_load_state("load", timeout=self.deadline.left_ms(NAVIGATION_MS))
        except BrowserError:
            return False
        return True

    def _hear(self, message: ConsoleMessage) -> None:
        if message.page is None or message.type not in ("error", "warning"):
            return
        said = self._said.setdefault(message.page, Said())
        if len(said.lines) < MOST_SAID:
            said.lines.append(message.text[:500])


def stops_of(room: ProbeRoom) -> Iterator[Stop]:
    """Home, then the declared pages, by name."""
    pages = dict(room.manifest.pages)
    yield Stop(room.base_url + pages.pop("home", "/"), "home")
    yield from (Stop(room.base_url + path, name) for name, path in sorted(pages.items()))
