"""Gathers the links of a page from its tokens."""

from __future__ import annotations

from collections.abc import Callable

from criteria.facts.html.page import Link
from criteria.facts.html.squeeze import squeeze

MAX_LINKS = 500
MAX_PARTS = 60


class LinkReader:
    """Fed with anchors and the texts inside them. ``more`` counts the links beyond the first 500."""

    def __init__(self, address: Callable[[str], str]) -> None:
        self._address = address
        self._open: dict[str, str] | None = None
        self._parts: list[str] = []
        self.links: list[Link] = []
        self.more = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An ``a`` or ``area``; as in browsers, a new anchor ends the one before."""
        self.close()
        if "href" in attributes:
            self._open, self._parts = attributes, []
        if name == "area":
            self.close()

    def text(self, text: str) -> None:
        """Text that shows, or the alternative text of an image."""
        if self._open is not None and len(self._parts) < MAX_PARTS:
            self._parts.append(text[:400])

    def close(self) -> None:
        """The end of the open anchor, if any."""
        if self._open is None:
            return
        attributes, self._open = self._open, None
        if len(self.links) >= MAX_LINKS:
            self.more += 1
            return
        spoken = attributes.get("aria-label") or attributes.get("title") or attributes.get("alt") or ""
        text = squeeze("".join(self._parts), 300) or squeeze(spoken, 300)
        rel = squeeze(attributes.get("rel", "").lower(), 100)
        self.links.append(Link(url=self._address(attributes["href"]), text=text, rel=rel))
