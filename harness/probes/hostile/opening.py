"""Pages opened in a browser with markers in them, side by side: which calls were made, and what stands where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response
from playwright.sync_api import Error as BrowserError

from criteria.execution_record import SLOTS, ExecutionRecord, MarkerEnd, Slot, Stand
from criteria.facts.http.urls import BadUrl, target
from harness.net.policy import NetPolicy
from harness.probes.browser.deadline import Deadline
from harness.probes.browser.scripts import script
from harness.probes.browser.worlds import World
from harness.probes.hostile.planting import Planted, Planting

SIDE_BY_SIDE = 6
LOAD_MS, QUIET_MS, MOST_QUIET_MS = 8_000, 120, 1_500
ASKED = "() => (window[Symbol.for('probant.asked')] || (() => []))()"
POLICY = "Content Security Policy"


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """One page to open. ``first`` is an address to open before, so that only the fragment changes then."""

    url: str
    first: str = ""
    behind: bool = False


class Read(msgspec.Struct, kw_only=True):
    """What the program ``marks`` gives."""

    found: tuple[Mark, ...] = ()
    pressed: int = 0
    scripts: int = 0
    password: bool = False


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One marker in a page."""

    marker: str
    stood: tuple[Stand, ...] = ()
    armed: bool = False
    shown: bool = False
    around: str = ""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A page that was opened: its record, and the parameters that its scripts asked for."""

    load: Load
    record: ExecutionRecord
    asked: tuple[str, ...] = ()


class Opener:
    """Opens pages in one context, whose function is heard from the first script on."""

    def __init__(self, context: BrowserContext, deadline: Deadline, planting: Planting, policy: NetPolicy) -> None:
        self._context = context
        self._deadline = deadline
        self._planting = planting
        self._policy = policy
        self._ran: dict[Page, list[tuple[str, Slot]]] = {}
        self._stopped: set[Page] = set()
        self._pages: list[Page] = []
        context.expose_binding(f"{planting.call}_", self._hear)
        context.add_init_script(f"({script('hear')})({msgspec.json.encode(planting.call).decode()})")
        context.on("console", self._said)

    def open(self, loads: Sequence[Load]) -> Iterator[Seen]:
        """Each page in turn of its batch; ends early when the deadline is near."""
        for first in range(0, len(loads), SIDE_BY_SIDE):
            if self._deadline.near:
                return
            side_by_side = enumerate(loads[first : first + SIDE_BY_SIDE])
            batch = [(load, *self._begun(load, self._page(place))) for place, load in side_by_side]
            self._rest([page for _, page, response, _ in batch if response])
            yield from [self._seen(load, page, response, error) for load, page, response, error in batch]

    def _page(self, place: int) -> Page:
        """One page after another is opened in the same tab: a new one costs more than most pages do."""
        while len(self._pages) <= place or self._pages[place].is_closed():
            self._pages[place:] = [self._context.new_page()]
        page = self._pages[place]
        self._ran.pop(page, None)
        self._stopped.discard(page)
        return page

    def _begun(self, load: Load, page: Page) -> tuple[Page, Response | None, str]:
        bound = self._deadline.left_ms(LOAD_MS)
        try:
            response = page.goto(load.first or load.url, wait_until="commit", timeout=bound)
            if load.first:
                page.wait_for_load_state("load", timeout=bound)
                page.goto(load.url, wait_until="commit", timeout=bound)
        except BrowserError as error:
            return page, None, error.message.partition("\n")[0][:200]
        return page, response, ""

    def _rest(self, pages: Sequence[Page]) -> None:
        """Loaded, and nothing changes; a page that never rests is read as it is."""
        worlds = [World(page) for page in pages if self._loaded(page)]
        for quiet, most in ((0, 0), (QUIET_MS, MOST_QUIET_MS)):  # all begin to watch before the first is waited for
            for world in worlds:
                world.run("quiet", quiet, most)

    def _loaded(self, page: Page) -> bool:
        try:
            page.wait_for_load_state("load", timeout=self._deadline.left_ms(LOAD_MS))
        except BrowserError:
            return False
        return True

    def _seen(self, load: Load, page: Page, response: Response | None, error: str) -> Seen:
        read = self._read(page) if response else Read()
        if read.pressed:
            self._rest([page])
        asked = self._asked(page) if response else ()
        behind = load.behind and not read.password and _bare(page.url) == _bare(load.url)
        record = ExecutionRecord(
            url=load.url[:4096],
            ended=page.url[:4096] if response else "",
            status=response.status if response else 0,
            error=error,
            scripts=read.scripts,
            behind=bool(behind and response and 200 <= response.status < 300),
            markers=tuple(self._ends(page, load, read)),
        )
        return Seen(load=load, record=record, asked=asked)

    def _read(self, page: Page) -> Read:
        names = [one.marker for one in self._planting.planted]
        try:
            return msgspec.convert(World(page).run("marks", self._planting.call, names) or {}, Read)
        except msgspec.ValidationError:
            return Read()

    def _ends(self, page: Page, load: Load, read: Read) -> Iterator[MarkerEnd]:
        """Every marker that the page shows, that ran in it, or that its address holds."""
        marks = {one.marker: one for one in read.found}
        ran = self._ran.get(page, [])
        for one in self._planting.planted:
            mark = marks.get(one.marker, Mark(marker=one.marker))
            slots = {slot for marker, slot in ran if marker == one.marker}
            if mark.shown or slots or one.marker in load.url:
                yield self._end(one, mark, slots, blocked=bool(mark.stood) and page in self._stopped and not slots)

    @staticmethod
    def _end(one: Planted, mark: Mark, slots: set[Slot], *, blocked: bool) -> MarkerEnd:
        return MarkerEnd(
            marker=one.marker,
            parameter=one.parameter,
            way=one.way,
            ran=tuple(slot for slot in SLOTS if slot in slots),
            stood=mark.stood,
            blocked=blocked,
            defused=bool(mark.stood) and not mark.armed and not slots,
            shown=mark.shown,
            around=mark.around,
        )

    def _asked(self, page: Page) -> tuple[str, ...]:
        try:
            found: Any = page.evaluate(ASKED)
        except BrowserError:
            return ()
        return tuple(str(one) for one in found if str(one))[:20] if isinstance(found, list) else ()

    def _hear(self, source: dict[str, Any], number: object = None, origin: object = "") -> None:
        """A call counts when it was made with the rights of the app: from an origin in scope."""
        known = self._planting.of(number)
        try:
            where = target(f"{origin}/")
        except BadUrl:
            return
        if known is not None and self._policy.in_scope(where.host, where.port):
            self._ran.setdefault(source["page"], []).append((known[0].marker, known[1]))

    def _said(self, message: ConsoleMessage) -> None:
        if message.page is not None and POLICY in message.text:
            self._stopped.add(message.page)


def _bare(url: str) -> str:
    """An address without what stands in it: no query, no fragment."""
    return url.partition("#")[0].partition("?")[0]
