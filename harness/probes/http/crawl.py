"""The crawl: what anyone finds by clicking, from home and the declared pages. GET only, one request at a time."""

from __future__ import annotations

import time

import msgspec

from criteria.facts.html import Link, Page, read_page
from criteria.facts.http import Crawl
from criteria.facts.http.crawl import SUMMARY_KIND
from criteria.facts.http.urls import resolve
from criteria.observation import Look
from harness.errors import LookFailed
from harness.net import Answer, Ask, Labels, follow
from harness.probes.http.assets import Assets
from harness.probes.http.frontier import Frontier, Stop
from harness.probes.http.record import is_html, record
from harness.probing import ProbeRoom

LINKED = "http.linked"
"""What the crawl leaves to later looks: every address that its pages have or link to."""


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """How far a crawl goes. ``seconds`` bound the whole of it on the monotonic clock."""

    pages: int = 60
    assets: int = 40
    depth: int = 3
    hops: int = 6
    failures: int = 8
    seconds: float = 900.0


def run(look: Look, room: ProbeRoom) -> None:
    """Crawl the candidate and record every exchange, then ``http.crawl_summary``.

    Raises ``LookFailed`` when the home page gives no answer at all.
    """
    crawler = Crawler(room, Bounds(), purpose="crawl")
    summary = crawler.crawl()
    room.around.kept[LINKED] = crawler.linked
    room.observe(kind=SUMMARY_KIND, data=summary, target=look.target)
    if crawler.home_error:
        raise LookFailed("gap.unreachable", host=room.base_url, detail=crawler.home_error)


class Crawler:
    """One crawl. ``pages`` keeps what was read of each page (not its bytes), ``linked`` the addresses seen."""

    def __init__(self, room: ProbeRoom, bounds: Bounds, purpose: str) -> None:
        self._room = room
        self._bounds = bounds
        self._purpose = purpose
        self._frontier = Frontier(room.http.policy, bounds.depth)
        self._assets = Assets(room, bounds.assets)
        self._until = time.monotonic() + bounds.seconds
        self._failures = 0
        self._starts: dict[str, str] = {}
        self._reached: dict[str, bool] = {}
        self.pages: list[Page] = []
        self.linked: set[str] = set()
        self.home_error = ""
        self.read = 0

    def crawl(self) -> Crawl:
        """Read page after page until none is left or a bound is met."""
        self._room.http.jar("anonymous").clear()
        for rank, (name, url) in enumerate(self._declared()):
            self._starts[name] = url
            self._reached[name] = False
            self._frontier.start(name, url, rank)
        while (stop := self._frontier.next()) is not None:
            if why := self._bound():
                self._frontier.leave(stop.url, why)
                self._frontier.give_up(why)
                break
            self._visit(stop)
        if self._bounds.assets:
            self._frontier.bounds |= self._assets.fetch()
        return self._summary()

    def _declared(self) -> list[tuple[str, str]]:
        """Home first, then the declared pages by name."""
        pages = dict(self._room.manifest.pages)
        home = pages.pop("home", "/")
        named = [("home", home), *sorted(pages.items())]
        return [(name, resolve(self._room.base_url + "/", path)) for name, path in named]

    def _bound(self) -> str:
        if self.read >= self._bounds.pages:
            return "pages"
        if self._failures >= self._bounds.failures:
            return "errors"
        return "time" if time.monotonic() > self._until else ""

    def _visit(self, stop: Stop) -> None:
        self.read += 1
        labels = Labels(purpose=self._purpose, depth=stop.depth, parent=stop.parent, start=stop.start)
        trail = follow(
            self._room.http,
            Ask(method="GET", url=stop.url, verify="record", labels=labels),
            max_hops=self._bounds.hops,
        )
        for answer in trail.answers:
            record(self._room, answer)
        self._judge_progress(stop, trail.last)
        if len(trail.answers) > 1 and self._frontier.reached(trail.last.url):
            return  # a redirect to a page that is read for its own sake
        if is_html(trail.last):
            self._read(stop, trail.last)

    def _judge_progress(self, stop: Stop, last: Answer) -> None:
        """Count failures, and stop at once when the server asks us to slow down (RFC 6585 section 4)."""
        if last.exchange.error and last.exchange.error not in ("out_of_scope", "forbidden_url"):
            self._failures += 1
            self._frontier.bounds.add("errors")
            self._frontier.leave(stop.url, last.exchange.error)
            if self._starts.get("home") == stop.url:
                self.home_error = f"{last.exchange.error} {last.exchange.detail}".strip()
            return
        self._failures = 0
        if last.exchange.response is not None and last.exchange.response.cut:
            self._frontier.bounds.add("cut")
        if last.status == 429:
            self._frontier.give_up("throttled")
        if stop.depth == 0 and stop.url == self._starts.get(stop.start):
            self._reached[stop.start] = last.status == 200 and is_html(last)

    def _read(self, stop: Stop, answer: Answer) -> None:
        page = read_page(answer.body, answer.url, answer.values("content-type")[0])
        here = Stop(stop.depth, stop.rank, answer.url, stop.parent, stop.start)
        self.pages.append(msgspec.structs.replace(page, text=""))
        if page.links_more:
            self._frontier.bounds.add("links")
        self.linked.update((answer.url, *(link.url for link in page.links)))
        for link in page.links:
            self._frontier.offer(link, here)
        for url in (*page.frames, *((page.refresh,) if page.refresh else ())):
            self._frontier.offer(Link(url=url), here, clicks=0)
        self._assets.offer(page, stop.depth, stop.start)

    def _summary(self) -> Crawl:
        bounds = self._frontier.bounds
        return Crawl(
            pages=self.read,
            assets=self._assets.read,
            truncated=bool(bounds),
            why=",".join(sorted(bounds)),
            unreached=self._frontier.unreached,
            unreached_more=self._frontier.unreached_more,
            starts=self._starts,
            reached=self._reached,
            max_depth=self._bounds.depth,
        )
