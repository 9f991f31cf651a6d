"""First-party scripts, style sheets, web manifests and source maps: read for secrets that were shipped with them."""

from __future__ import annotations

import re
from collections import deque

import msgspec

from criteria.facts.html import Page
from criteria.facts.http.urls import BadUrl, resolve, target
from harness.net import Answer, Ask, Labels, follow
from harness.probes.http.record import record
from harness.probing import ProbeRoom

_RELS = frozenset(("stylesheet", "manifest", "modulepreload"))
_SOURCE_MAP = re.compile(rb"[#@]\s?sourceMappingURL=([^\s'\"*]{1,500})")
_TAIL = 2048


class Assets:
    """The assets of one crawl, in the order in which pages name them. ``read`` counts those asked for."""

    def __init__(self, room: ProbeRoom, most: int) -> None:
        self._room = room
        self._most = most
        self._known: set[str] = set()
        self._waiting: deque[tuple[str, Labels]] = deque()
        self.read = 0

    def offer(self, page: Page, depth: int, start: str) -> None:
        """What a page loads from hosts in scope."""
        labels = Labels(purpose="asset", depth=depth, parent=page.url, start=start)
        named = [script.url for script in page.scripts if script.url]
        named += [found.url for found in page.subresources if _RELS & set(found.rel.split())]
        for url in named:
            self._add(url, labels)

    def fetch(self) -> set[str]:
        """Read them, source maps after their scripts; returns the bounds met (``assets``, or none)."""
        while self._waiting and self.read < self._most:
            url, labels = self._waiting.popleft()
            self.read += 1
            trail = follow(self._room.http, Ask(method="GET", url=url, verify="record", labels=labels), max_hops=3)
            for answer in trail.answers:
                record(self._room, answer)
            self._look_for_map(trail.last, labels)
        return {"assets"} if self._waiting else set()

    def _look_for_map(self, answer: Answer, labels: Labels) -> None:
        found = _SOURCE_MAP.search(answer.body[-_TAIL:]) if answer.status == 200 else None
        if found is not None:
            url = resolve(answer.url, found[1].decode("ascii", "replace"))
            named = msgspec.structs.replace(labels, parent=answer.url, tags={"asset": "source_map"})
            self._add(url, named)

    def _add(self, url: str, labels: Labels) -> None:
        try:
            where = target(url)
        except BadUrl:
            return
        if where.url not in self._known and self._room.http.policy.in_scope(where.host, where.port):
            self._known.add(where.url)
            self._waiting.append((where.url, labels))
