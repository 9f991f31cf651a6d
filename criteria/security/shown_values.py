"""Whether values that an altered answer brought were shown by a reading, and whether like all others or marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from criteria.check import Note, Seen, note
from criteria.facts.fhir_bodies import Measure
from criteria.facts.html.squeeze import squeeze
from criteria.facts.page_lines import PageLines
from criteria.facts.shown import ShownPage
from criteria.facts.visible import LONGEST_LINE, NUMBER
from criteria.security.rounds import Played

JOURNEY = "read_measures"
WORD = re.compile(r"[^\W\d_]{2,}")


class Reading(msgspec.Struct, frozen=True):
    """One reading under a scenario: the numbers that it showed, and those that nothing else explains."""

    played: Played
    numbers: frozenset[str]
    fresh: frozenset[str]

    @classmethod
    def of(cls, played: Played) -> Reading:
        """Leave out the numbers of the right reads around, and what the person entered."""
        numbers = frozenset(number for seen in played.fault.pages_of(JOURNEY) for number in seen.fact.numbers)
        return cls(played, numbers, numbers - _ordinary(played))

    @property
    def pages(self) -> tuple[Seen[ShownPage], ...]:
        """The pages of the reading."""
        return self.played.fault.pages_of(JOURNEY)

    def shows(self, values: Iterable[str], besides: Iterable[Measure] = ()) -> bool:
        """Whether all these values stand there, and at least one stood neither elsewhere nor among ``besides``."""
        wanted = set(values)
        return bool(wanted) and wanted <= self.numbers and bool(wanted & (self.fresh - values_of(besides)))

    def marked(self, given: Sequence[Measure]) -> bool:
        """Whether some word (notes aside) or kind of element is one that the right reads lack: it may be a mark."""
        notes = {squeeze(NUMBER.sub("", one.note), LONGEST_LINE) for one in given if one.note}
        around = _around(self.played)
        known = {word for seen in around for line in seen.fact.lines for word in WORD.findall(line)}
        lines = {_without(line, notes) for seen in self.pages for line in seen.fact.lines}
        marks = {mark for seen in around for mark in seen.fact.marks}
        if {mark for seen in self.pages for mark in seen.fact.marks} - marks:
            return True
        return bool({word for line in lines for word in WORD.findall(line)} - known)


def shown_twice(played: Played, lines: Sequence[Seen[PageLines]]) -> Iterator[Note]:
    """Whether measures that came twice stand on two lines of the page."""
    reads = [seen for seen in played.fault.reads if seen.fact.altered]
    given = {one.values: one for seen in reads for one in seen.fact.measures if one.values and all(one.values)}
    reading = Reading.of(played)
    shown = [values for values in given if reading.shows(map(plain, values))]
    doubled = [values for values in shown if _most_lines(values, played, lines) > 1]
    if reads and len(shown) < min(2, len(given)):
        yield note("nothing_shown", *reads, *reading.pages)
    elif doubled and len(doubled) >= min(2, len(shown)):
        yield note("shown_twice", *reads, *reading.pages, measures=len(doubled))


def _most_lines(values: tuple[str, ...], played: Played, lines: Sequence[Seen[PageLines]]) -> int:
    """On how many lines of one page of the reading these values stand."""
    pages = {seen.observation.id for seen in played.fault.pages_of(JOURNEY)}
    mine = [seen.fact for seen in lines if seen.observation.id in pages]
    return max((len(one.holding(map(plain, values))) for one in mine), default=0)


def values_of(measures: Iterable[Measure]) -> set[str]:
    """The values of measures as people write them."""
    return {plain(value) for one in measures for value in one.values if value}


def plain(number: str) -> str:
    """``38.50`` is ``38.5``."""
    return number.rstrip("0").rstrip(".") if "." in number and "e" not in number else number


def _around(played: Played) -> tuple[Seen[ShownPage], ...]:
    return (*played.before.pages_of(JOURNEY), *played.after.pages_of(JOURNEY))


def _ordinary(played: Played) -> set[str]:
    """Numbers of the right reads around, and what the person entered."""
    parts = (played.before, played.fault, played.after)
    sent = [one for part in parts for seen in part.writes for one in seen.fact.measures]
    return {number for seen in _around(played) for number in seen.fact.numbers} | values_of(sent)


def _without(line: str, notes: set[str]) -> str:
    for one in notes:
        if one:
            line = squeeze(line.replace(one, ""), LONGEST_LINE)
    return line
