"""What a broken step may have meant: the elements of the page most like its selectors."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

import msgspec

MOST = 3
LEAST_ALIKE = 0.3
LONGEST = 200
_SIGNS = re.compile(r"[^\w]+")


class Element(msgspec.Struct, frozen=True):
    """A control of the page: its accessible name, and selectors that lead to it alone."""

    name: str
    tag: str = ""
    selectors: tuple[str, ...] = ()


def nearest(tried: Sequence[str], elements: Sequence[Element]) -> list[Element]:
    """The three most alike, the most alike first; none that is hardly alike."""
    wanted = [_words(one) for one in tried]
    scored = [(max((_alike(one, found) for one in wanted), default=0.0), found) for found in elements]
    kept = sorted((one for one in scored if one[0] >= LEAST_ALIKE), key=lambda one: -one[0])
    return [found for _, found in kept[:MOST]]


def _alike(wanted: str, found: Element) -> float:
    texts = (_words(found.name), *(_words(one) for one in found.selectors))
    return max(difflib.SequenceMatcher(None, wanted, text).ratio() for text in texts)


def _words(selector: str) -> str:
    """A selector or a name as bare words: what tells elements apart, without the signs of any language."""
    bare = re.sub(r"\A(?:aria|text|xpath|pierce|css)/+", "", selector[:LONGEST])
    return _SIGNS.sub(" ", bare).strip().lower()
