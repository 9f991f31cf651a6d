"""The tags and texts of a page, read in one pass and in linear time, without building a tree.

A tree builder that follows the HTML standard can be made to work without bound by a small page: 15 kB of unclosed
formatting elements grow to a million nodes, 100,000 open elements or 200,000 attributes take minutes. Links, forms
and texts need no tree, so this reads tokens only (HTML standard, section 13.2.5), and bounds what it keeps.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_ATTRIBUTES = 64
MAX_VALUE = 8192

_NAME = re.compile(r"[^\s/>]*")
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?P<name>=?[^\s/>=]*)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>]*)))?"""
)
_COMMENT_END = re.compile("--!?>")
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE | re.ASCII)
    for name in ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}
_DECODED = ("title", "textarea")


class Start(NamedTuple):
    """A start tag: lower-case name, attributes by lower-case name (the first of each, decoded)."""

    name: str
    attributes: dict[str, str]


class End(NamedTuple):
    """An end tag."""

    name: str


class Text(NamedTuple):
    """Text between tags, decoded. ``inside`` names the element when its content is raw (``script``, ``title``)."""

    text: str
    inside: str = ""


Token = Start | End | Text


def tokens(page: str) -> Iterator[Token]:
    """Every tag and text in order; comments are left out, and an unfinished tag or comment ends the page."""
    return iter(_Tokenizer(page.replace("\0", "")))


def unescape(text: str) -> str:
    """Character references resolved; left as they stand where a number in them is absurdly long."""
    try:
        return html.unescape(text)
    except ValueError:
        return text


class _Tokenizer:
    def __init__(self, page: str) -> None:
        self._page = page
        self._at = 0

    def __iter__(self) -> Iterator[Token]:
        while self._at < len(self._page):
            tag = self._page.find("<", self._at)
            if tag != self._at:
                yield Text(unescape(self._until(tag)))
            elif self._letter(tag + 1):
                yield from self._start()
            elif self._page.startswith("/", tag + 1) and self._letter(tag + 2):
                self._at += 2
                if (found := self._tag()) is not None:
                    yield End(found.name)
            elif self._page[tag + 1 : tag + 2] in ("!", "?", "/"):
                self._skip_comment()
            else:
                self._at += 1
                yield Text("<")

    def _until(self, end: int) -> str:
        """The page up to ``end`` (its own end when negative), and move there."""
        start, self._at = self._at, len(self._page) if end < 0 else end
        return self._page[start : self._at]

    def _letter(self, position: int) -> bool:
        char = self._page[position : position + 1]
        return char.isascii() and char.isalpha()

    def _start(self) -> Iterator[Token]:
        self._at += 1
        found = self._tag()
        if found is None:
            return
        yield found
        if found.name in _RAW:
            end = _RAW[found.name].search(self._page, self._at)
            content = self._until(end.start() if end else -1)
            yield Text(unescape(content) if found.name in _DECODED else content, found.name)
        elif found.name == "plaintext":
            yield Text(self._until(-1))

    def _tag(self) -> Start | None:
        """The tag whose name begins here, or ``None`` when the page ends inside it."""
        name = _NAME.match(self._page, self._at)
        self._at = name.end() if name else self._at
        attributes: dict[str, str] = {}
        while (found := _ATTRIBUTE.match(self._page, self._at)) is not None:
            self._at = found.end()
            if found["bare"] is not None and found["bare"][:1] in ("'", '"'):
                self._at = len(self._page)  # a quote that is never closed
            if self._at >= len(self._page):
                return None
            if found["name"] and len(attributes) < MAX_ATTRIBUTES:
                attributes.setdefault(found["name"].lower()[:100], _value(found))
            if self._page[self._at] == ">":
                self._at += 1
                break
        return Start(name[0].lower()[:100] if name else "", attributes)

    def _skip_comment(self) -> None:
        if not self._page.startswith("<!--", self._at):
            end = self._page.find(">", self._at)
            self._at = end + 1 if end >= 0 else len(self._page)
            return
        # "<!-->" is a whole comment: its dashes may be those of the end.
        found = _COMMENT_END.search(self._page, self._at + 2)
        self._at = found.end() if found else len(self._page)


def _value(found: re.Match[str]) -> str:
    value = found["double"] if found["double"] is not None else found["single"]
    return unescape((found["bare"] if value is None else value) or "")[:MAX_VALUE]
