"""The text of a page as blocks in order, each with the region that it stands in, its links and its ``<time>``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec

from criteria.facts.html import Link
from criteria.facts.html.squeeze import squeeze
from criteria.facts.html.tokens import End, Start, Text, Token

Region = Literal["main", "body", "aside", "head", "nav", "foot"]
MOST_BLOCKS, LONGEST_BLOCK, MOST_LINKS, DEEPEST = 3_000, 2_000, 500, 120
HINTS = ("class", "id", "itemprop", "rel", "data-testid")
INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "sub",
     "sup", "time", "u", "wbr")
)
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
UNSEEN = frozenset(("template", "noscript"))


class Block(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One block. ``tag`` is its innermost block element, ``hints`` the classes, ids and properties around it (lower
    case), ``moment`` the ``datetime`` of its first ``<time>``."""

    text: str
    tag: str = ""
    region: Region = "body"
    links: tuple[Link, ...] = ()
    moment: str = ""
    hints: str = ""

    @property
    def heading(self) -> int:
        """1 to 6 for a heading, else 0."""
        return int(self.tag[1]) if len(self.tag) == 2 and self.tag[0] == "h" and self.tag[1] in "123456" else 0


def read_blocks(found: Iterable[Token], address: Callable[[str], str]) -> tuple[Block, ...]:
    """At most 3,000 blocks; ``address`` makes the address of a link absolute. Never fails."""
    reader = _Reader(address)
    for token in found:
        reader.feed(token)
        if len(reader.blocks) >= MOST_BLOCKS:
            break
    reader.end_block()
    return tuple(reader.blocks)


class _Reader:
    def __init__(self, address: Callable[[str], str]) -> None:
        self._address = address
        self._open: list[tuple[str, str]] = []
        self._within: Counter[str] = Counter()
        self._unseen = 0
        self._parts: list[str] = []
        self._length = 0
        self._links: list[Link] = []
        self._href: str | None = None
        self._words: list[str] = []
        self._moment = ""
        self._linked = 0
        self.blocks: list[Block] = []

    def feed(self, token: Token) -> None:
        if isinstance(token, Text):
            self._text(token)
        elif token.name in UNSEEN:
            self._unseen = max(0, self._unseen + (1 if isinstance(token, Start) else -1))
        elif self._unseen:
            return
        elif isinstance(token, Start):
            self._start(token)
        else:
            self._end(token)

    def end_block(self) -> None:
        """Keep the text gathered so far as one block, if there is any."""
        self._end_link()
        text = squeeze("".join(self._parts), LONGEST_BLOCK)
        if text or self._links:
            block_tag = next((name for name, _ in reversed(self._open) if name not in INLINE), "")
            hints = squeeze(" ".join(hint for _, hint in self._open[-4:] if hint), 300)
            self.blocks.append(
                Block(text=text, tag=block_tag, region=self._region(), links=tuple(self._links), moment=self._moment,
                      hints=hints)
            )
        self._parts, self._links, self._moment, self._length = [], [], "", 0

    def _text(self, token: Text) -> None:
        if self._unseen or token.inside or self._length > LONGEST_BLOCK * 4:
            return
        self._parts.append(token.text)
        self._length += len(token.text)
        if self._href is not None:
            self._words.append(token.text[:300])

    def _start(self, token: Start) -> None:
        if token.name not in INLINE:
            self.end_block()
        if token.name == "a":
            self._end_link()
            if "href" in token.attributes and self._linked < MOST_LINKS:
                self._href, self._words = token.attributes["href"], []
        elif token.name == "time" and not self._moment:
            self._moment = token.attributes.get("datetime", "").strip()[:40]
        if token.name in VOID:
            return
        if len(self._open) < DEEPEST:
            hint = " ".join(token.attributes.get(name, "") for name in HINTS)
            self._open.append((token.name, squeeze(hint.lower(), 120)))
            self._within[token.name] += 1

    def _end(self, token: End) -> None:
        if token.name not in INLINE:
            self.end_block()
        elif token.name == "a":
            self._end_link()
        while self._within[token.name]:
            name, _ = self._open.pop()
            self._within[name] -= 1
            if name == token.name:
                return

    def _end_link(self) -> None:
        if self._href is None:
            return
        url = self._address(self._href)
        self._links.append(Link(url=url, text=squeeze("".join(self._words), 300)))
        self._linked += 1
        self._href, self._words = None, []

    def _region(self) -> Region:
        within = self._within
        if within["nav"]:
            return "nav"
        if within["aside"]:
            return "aside"
        if within["article"] or within["main"]:
            return "main"
        if within["footer"]:
            return "foot"
        return "head" if within["header"] else "body"


def main_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks of the content itself: those of ``main`` or ``article``, else those outside every frame element."""
    kept = tuple(blocks)
    wanted = "main" if any(one.region == "main" for one in kept) else "body"
    yield from (one for one in kept if one.region == wanted)
