"""Secrets that stand beside their names: in addresses and forms, JSON members, HTML fields, parts of a multipart form.

All texts are bytes seen as latin-1, so that places are places of bytes too.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

import ahocorasick

from harness.redaction.names import BESIDE, CERTAIN, DOUBTFUL, drawn


class Place(NamedTuple):
    """A secret at its place in a text: ``value`` is what it means there, its escapes undone."""

    start: int
    end: int
    value: str
    kind: str


LONGEST = 16_384
"""Characters of one value that are taken for a secret."""
TAG_NAMES = 6
"""How many names in one HTML tag are looked at, so that a tag full of names costs no more than another."""
_PAIR = re.compile(r"\]?=([^&#\s\"'<>;,]{1,16384})")
_MEMBER = re.compile(r"\"\s{0,20}:\s{0,20}(?:\"((?:[^\"\\]|\\.){1,16384})|(\d{4,20}))")
_PART = re.compile(r"\"[^\r\n]{0,200}\r?\n(?:[^\r\n]{1,200}\r?\n){0,5}\r?\n([^\r\n]{1,16384})")
_VALUE = re.compile(r"(?<![\w-])(?:value|content)\s{0,5}=\s{0,5}(?:\"([^\"]+)|'([^']+)|([^\s>\"']+))", re.IGNORECASE)
_NAMED = re.compile(r"name\s{0,5}=\s{0,5}[\"']?[\w.\[-]{0,60}$", re.IGNORECASE)
_WINDOW = re.compile(r"[^\s\"'<>]*")
_NAMES = ahocorasick.Automaton()
for _name in (*CERTAIN, *DOUBTFUL):
    _NAMES.add_word(_name, _name)
_NAMES.make_automaton()


def named_values(text: str, oauth: bool) -> Iterator[Place]:
    """Every secret beside its name. ``oauth`` says that parameters of doubtful names are known to be OAuth's."""
    reader = _Reader(text, oauth)
    for last, name in _NAMES.iter(text.lower()):
        yield from reader.at(last + 1 - len(name), last + 1, name)


def meant(raw: str) -> str:
    """The text that these latin-1 characters stand for as bytes."""
    held = raw.encode("latin-1", "replace")
    try:
        return held.decode()
    except UnicodeDecodeError:
        return raw


class _Reader:
    def __init__(self, text: str, oauth: bool) -> None:
        self._text = text
        self._oauth = oauth
        self._tags: Counter[int] = Counter()
        self._window = (0, 0, False)

    def at(self, start: int, end: int, name: str) -> Iterator[Place]:
        """The value that belongs to a name which stands at ``start``; none when it is only a word there."""
        before = self._text[start - 1 : start]
        kind = CERTAIN.get(name, "")
        if before.isalnum() or (not kind and before in ("_", "-", ".", "$")):
            return
        if pair := _PAIR.match(self._text, end):
            value = meant(unquote_to_bytes(pair.group(1).replace("+", " ").encode("latin-1")).decode("latin-1"))
            if kind or self._oauth or drawn(value) or self._beside(start):
                yield Place(pair.start(1), pair.end(1), value, kind or DOUBTFUL[name])
        elif member := _MEMBER.match(self._text, end):
            group = 1 if member.group(1) else 2
            value = _unescaped(member.group(group))
            if kind or (drawn(value) and self._member_counts(name)):
                yield Place(member.start(group), member.end(group), value, kind or DOUBTFUL[name])
        elif _NAMED.search(self._text, max(0, start - 80), start):
            yield from self._field(start, end, kind, name)

    def _field(self, start: int, end: int, kind: str, name: str) -> Iterator[Place]:
        """The value of an HTML field or of a part of a multipart form."""
        opened = self._text.rfind("<", max(0, start - 2000), start)
        self._tags[opened] += 1
        closed = -1
        if opened >= 0 and self._tags[opened] <= TAG_NAMES:
            closed = self._text.find(">", end, end + LONGEST)
        found = _VALUE.search(self._text, opened, closed) if closed >= 0 else _PART.match(self._text, end)
        if found:
            group = next(number for number, part in enumerate(found.groups(), 1) if part)
            value = meant(found.group(group))
            if kind or drawn(value):
                yield Place(found.start(group), found.end(group), value, kind or DOUBTFUL[name])

    def _member_counts(self, name: str) -> bool:
        """FHIR and many others have a ``code`` and a ``state`` of their own: those need OAuth in the same body."""
        return name not in ("code", "state") or self._speaks_oauth

    @cached_property
    def _speaks_oauth(self) -> bool:
        return any(other in self._text for other in BESIDE)

    def _beside(self, start: int) -> bool:
        """Whether the address or form around ``start`` speaks OAuth; the last answer holds as far as it looked."""
        first, last, answer = self._window
        if not first <= start < last:
            first = max(self._text.rfind(sign, max(0, start - 500), start) for sign in " \"'<>\n\t") + 1
            found = _WINDOW.match(self._text, max(first, start - 500), start + 1500)
            window = found.group() if found else ""
            both = "code=" in window and ("state=" in window or "iss=" in window)
            answer = both or any(f"{other}=" in window for other in BESIDE)
            self._window = (start, start + 1 if found is None else max(found.end(), start + 1), answer)
        return answer


def _unescaped(raw: str) -> str:
    try:
        return str(json.loads(f'"{meant(raw)}"', strict=False))
    except ValueError:
        return meant(raw)
