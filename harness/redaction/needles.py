"""Looking for many secrets at once in one pass over a text (Aho-Corasick), while new ones keep coming."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

import ahocorasick

NEEDLE = 64
"""Characters by which a form is found; a longer form is then compared to its end."""
TIERS = (8, 64)
"""Most secrets of the small tables. A full one is poured into the next, so that no large table is rebuilt each time."""

Span = tuple[int, int, str]
"""Start, end (exclusive), and the reference of the secret that stands there."""


class Needles:
    """Every known form of every secret. Not thread-safe."""

    def __init__(self) -> None:
        self._tiers = [_Table() for _ in (*TIERS, 0)]

    def add(self, forms: frozenset[str], ref: str) -> None:
        """From now on look for ``forms`` (latin-1 texts)."""
        self._tiers[0].add(forms, ref)
        for place, most in enumerate(TIERS):
            if self._tiers[place].secrets > most:
                self._tiers[place + 1].take(self._tiers[place])
                self._tiers[place] = _Table()

    def spans(self, text: str) -> Iterator[Span]:
        """Where forms stand in ``text``; spans may overlap. A form that the end of the text cuts off counts."""
        for table in self._tiers:
            yield from table.spans(text)


class _Table:
    def __init__(self) -> None:
        self.secrets = 0
        self._words: dict[str, list[tuple[str, str]]] = {}
        self._automaton: Any = None

    def add(self, forms: frozenset[str], ref: str) -> None:
        self.secrets += 1
        self._automaton = None
        for form in forms:
            self._words.setdefault(form[:NEEDLE], []).append((form, ref))

    def take(self, other: _Table) -> None:
        self.secrets += other.secrets
        self._automaton = None
        for needle, whole in other._words.items():
            self._words.setdefault(needle, []).extend(whole)

    def spans(self, text: str) -> Iterator[Span]:
        if not self._words:
            return
        if self._automaton is None:
            self._automaton = ahocorasick.Automaton()
            for needle, whole in self._words.items():
                self._automaton.add_word(needle, (len(needle), whole))
            self._automaton.make_automaton()
        for last, (size, whole) in self._automaton.iter(text):
            start = last + 1 - size
            for form, ref in whole:
                end = min(start + len(form), len(text))
                if len(form) == size or text[start:end] == form[: end - start]:
                    yield start, end, ref


def merged(spans: list[Span]) -> list[Span]:
    """The spans in order, overlapping ones made one under the reference of the longest."""
    found: list[Span] = []
    longest = 0
    for start, end, ref in sorted(spans, key=lambda span: (span[0], -span[1])):
        if found and start < found[-1][1]:
            first, last, known = found[-1]
            kept = ref if end - start > longest else known
            longest = max(longest, end - start)
            found[-1] = (first, max(last, end), kept)
        else:
            found.append((start, end, ref))
            longest = end - start
    return found


class Covered:
    """Spans that may be asked whether another one touches them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = merged([(start, end, "") for start, end in spans])
        self._starts = [start for start, _, _ in self._spans]

    def touch(self, start: int, end: int) -> bool:
        """Whether any of them shares a character with ``start`` to ``end``."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._spans[before - 1][1] > start
