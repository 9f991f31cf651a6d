"""A text with its escapes undone (percent, HTML, JSON), and where each part of that view stands in the text.

A secret may be escaped in many ways at once (``encodeURIComponent``, ``&#x26;``, ``\\u0026``, twice over): the escapes
are undone instead of all spellings being listed.
"""

from __future__ import annotations

import html
import json
import re
from bisect import bisect_right
from functools import lru_cache

DEEPEST = 3
"""How often escapes of escapes are undone."""
_ESCAPE = re.compile(
    r"%[0-9A-Fa-f]{2}"
    r"|\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\[\"'\\/bfnrt]"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?"
)
_PLAIN = {"\\'": "'", "\\/": "/"}


class View:
    """``text`` is the view; ``raw`` maps a span of it back to the text that it was made from."""

    def __init__(self, text: str, seen_at: list[int], raw_at: list[int], escaped: list[bool]) -> None:
        self.text = text
        self._seen_at = seen_at
        self._raw_at = raw_at
        self._escaped = escaped

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original in which these characters of the view are written."""
        return self._first(start), self._last(end)

    def _first(self, place: int) -> int:
        part = bisect_right(self._seen_at, place) - 1
        return self._raw_at[part] + (0 if self._escaped[part] else place - self._seen_at[part])

    def _last(self, place: int) -> int:
        part = bisect_right(self._seen_at, place - 1) - 1
        return self._raw_at[part + 1] if self._escaped[part] else self._raw_at[part] + place - self._seen_at[part]


def view_of(text: str) -> View | None:
    """The view of ``text`` (latin-1 characters standing for bytes), or ``None`` when it holds no escape."""
    parts: list[str] = []
    seen_at, raw_at, escaped = [], [], []
    seen = raw = 0
    for found in _ESCAPE.finditer(text):
        start, end = found.span()
        if start > raw:
            seen_at.append(seen)
            raw_at.append(raw)
            escaped.append(False)
            parts.append(text[raw:start])
            seen += start - raw
        piece = _undone(found.group())
        seen_at.append(seen)
        raw_at.append(start)
        escaped.append(True)
        parts.append(piece)
        seen += len(piece)
        raw = end
    if not raw:
        return None
    seen_at.append(seen)
    raw_at.append(raw)
    escaped.append(False)
    return View("".join(parts) + text[raw:], seen_at, raw_at, escaped)


def views_of(text: str) -> list[list[View]]:
    """The view of ``text``, the view of that, and so on, each as the way from the text to it."""
    ways: list[list[View]] = []
    way: list[View] = []
    for _ in range(DEEPEST):
        view = view_of(way[-1].text if way else text)
        if view is None or (way and view.text == way[-1].text):
            break
        way = [*way, view]
        ways.append(way)
    return ways


def raw_span(way: list[View], start: int, end: int) -> tuple[int, int]:
    """A span of the last view, as a span of the text."""
    for view in reversed(way):
        start, end = view.raw(start, end)
    return start, end


@lru_cache(4096)
def _undone(written: str) -> str:
    if written[0] == "%":
        return chr(int(written[1:], 16))
    if written[0] == "&":
        plain = html.unescape(written)
    elif written[:2] == "\\x":
        plain = chr(int(written[2:], 16))
    else:
        plain = _PLAIN.get(written) or json.loads(f'"{written}"')
    return plain.encode("utf-8", "surrogatepass").decode("latin-1")
