"""What a crawl will read next, what it leaves, and why."""

from __future__ import annotations

import heapq
import re
from functools import cache
from importlib.resources import files
from urllib.parse import unquote

import msgspec

from criteria.facts.html import Link
from criteria.facts.http import Unreached
from criteria.facts.http.urls import BadUrl, target
from criteria.yaml_data import load_yaml
from harness.net import NetPolicy

MAX_VARIANTS = 5
MAX_UNREACHED = 200


class Stop(msgspec.Struct, frozen=True, order=True):
    """One address to read. The order of the fields is the order of the crawl: depth, rank, address."""

    depth: int
    rank: int
    url: str
    parent: str = ""
    start: str = ""


class Frontier:
    """Addresses seen and not yet read. Deterministic: equal pages give equal crawls."""

    def __init__(self, policy: NetPolicy, max_depth: int) -> None:
        self._policy = policy
        self._max_depth = max_depth
        self._heap: list[Stop] = []
        self._seen: set[str] = set()
        self._variants: dict[str, int] = {}
        self._unreached: dict[str, str] = {}
        self.unreached_more = 0
        self.bounds: set[str] = set()

    def start(self, name: str, url: str, rank: int) -> None:
        """A page to begin with, at depth 0."""
        self._push(Stop(0, rank, url, start=name))

    def offer(self, link: Link, page: Stop, clicks: int = 1) -> None:
        """A link found on ``page``; out of scope, too deep or known ones are passed over in silence."""
        try:
            where = target(link.url)
        except BadUrl:
            return
        depth = page.depth + clicks
        if where.url in self._seen or depth > self._max_depth or not self._policy.in_scope(where.host, where.port):
            return
        why = self._left(where.url, link.text)
        if why:
            self._seen.add(where.url)
            self.leave(where.url, why)
            return
        rank = 0 if _matches("first", f"{where.url} {link.text}") else 1
        self._push(Stop(depth, rank, where.url, page.url, page.start))

    def next(self) -> Stop | None:
        """The next address, or ``None``."""
        return heapq.heappop(self._heap) if self._heap else None

    def reached(self, url: str) -> bool:
        """Mark an address as read (the end of a redirect); whether it was known before."""
        known = url in self._seen
        self._seen.add(url)
        return known

    def leave(self, url: str, why: str) -> None:
        """Note an address that is not read."""
        if len(self._unreached) < MAX_UNREACHED:
            self._unreached.setdefault(url, why)
        else:
            self.unreached_more += 1

    def give_up(self, why: str) -> None:
        """A bound is met: everything that waits is left."""
        self.bounds.add(why)
        while (stop := self.next()) is not None:
            self.leave(stop.url, why)

    @property
    def unreached(self) -> tuple[Unreached, ...]:
        """Every address left, in order of address."""
        return tuple(Unreached(url, why) for url, why in sorted(self._unreached.items()))

    def _left(self, url: str, text: str) -> str:
        if why := left_alone(url, text):
            return why
        path = url.split("?", 1)[0]
        self._variants[path] = self._variants.get(path, 0) + 1
        if self._variants[path] > MAX_VARIANTS:
            self.bounds.add("variants")
            return "variants"
        return ""

    def _push(self, stop: Stop) -> None:
        if stop.url not in self._seen:
            self._seen.add(stop.url)
            heapq.heappush(self._heap, stop)


def left_alone(url: str, text: str) -> str:
    """Why a link (canonical address, text) is not followed: ``not_html``, ``destructive``, or nothing."""
    path = url.split("?", 1)[0]
    _, dot, extension = path.rsplit("/", 1)[-1].rpartition(".")
    if dot and extension.lower() in _words()["not_html"]:
        return "not_html"
    return "destructive" if _matches("leave", f"{url.split('/', 3)[3]} {text}") else ""


@cache
def _words() -> dict[str, list[str]]:
    raw = load_yaml(files("harness.probes.http").joinpath("words.yaml").read_bytes())
    return {name: [str(word) for word in listed] for name, listed in raw.items()}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in _words()[name]), re.IGNORECASE)


def _matches(name: str, text: str) -> bool:
    return _pattern(name).search(unquote(text)) is not None
