"""The tags and texts of a page, read in one pass and in linear time, without building a tree.

A tree builder that follows the HTML standard can be made to work without bound by a small page: 15 kB of unclosed
formatting elements grow to a million nodes, 100,000 open elements or 200,000 attributes take minutes. Links, forms
and texts need no tree, so this reads tokens only (HTML standard, section 13.2.5), and bounds what it keeps.
"""

from __future__ import annotations

import html
import re
import string
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
_LETTERS = frozenset(string.ascii_letters)


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
        page, size = self._page, len(self._page)
        while self._at < size:
            tag = page.find("<", self._at)
            if tag != self._at:
                yield Text(unescape(self._until(tag)))
            elif page[tag + 1 : tag + 2] in _LETTERS:
                self._at += 1
                if (found := self._tag()) is not None:
                    yield found
                    if found.name in _RAW or found.name == "plaintext":
                        yield self._content(found.name)
            elif page[tag + 1 : tag + 2] == "/" and page[tag + 2 : tag + 3] in _LETTERS:
                self._at += 2
                if (found := self._tag()) is not None:
                    yield End(found.name)
            elif page[tag + 1 : tag + 2] in ("!", "?", "/"):
                self._skip_comment()
            else:
                self._at += 1
                yield Text("<")

    def _until(self, end: int) -> str:
        """The page up to ``end`` (its own end when negative), and move there."""
        start, self._at = self._at, len(self._page) if end < 0 else end
        return self._page[start : self._at]

    def _content(self, name: str) -> Text:
        """What stands in an element whose content is no markup."""
        if name == "plaintext":
            return Text(self._until(-1))
        end = _RAW[name].search(self._page, self._at)
        content = self._until(end.start() if end else -1)
        return Text(unescape(content) if name in _DECODED else content, name)

    def _tag(self) -> Start | None:
        """The tag whose name begins here, or ``None`` when the page ends inside it."""
        page = self._page
        named = _NAME.match(page, self._at)
        name = named[0].lower()[:100] if named else ""
        self._at = named.end() if named else self._at
        attributes: dict[str, str] = {}
        if page[self._at : self._at + 1] == ">":  # most tags have no attributes
            self._at += 1
            return Start(name, attributes)
        while (found := _ATTRIBUTE.match(page, self._at)) is not None:
            self._at = found.end()
            key, double, single, bare = found.groups()
            if bare is not None and bare[:1] in ("'", '"'):
                self._at = len(page)  # a quote that is never closed
            if self._at >= len(page):
                return None
            if key and len(attributes) < MAX_ATTRIBUTES:
                value = double if double is not None else bare if single is None else single
                attributes.setdefault(key.lower()[:100], unescape(value or "")[:MAX_VALUE])
            if page[self._at] == ">":
                self._at += 1
                break
        return Start(name, attributes)

    def _skip_comment(self) -> None:
        if not self._page.startswith("<!--", self._at):
            end = self._page.find(">", self._at)
            self._at = end + 1 if end >= 0 else len(self._page)
            return
        # "<!-->" is a whole comment: its dashes may be those of the end.
        found = _COMMENT_END.search(self._page, self._at + 2)
        self._at = found.end() if found else len(self._page)
