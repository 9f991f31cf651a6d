"""Whether a value that the space marks as entered in error was shown, and as what."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Note, note
from criteria.security.rounds import Played
from criteria.security.shown_values import Reading, values_of

MARKED = "entered-in-error"


def error_value(played: Played) -> Iterator[Note]:
    """A marked value among the numbers shown; else whether the reading showed the measures beside it at all."""
    reads = [seen for seen in played.fault.reads if seen.fact.altered]
    given = [one for seen in reads for one in seen.fact.measures]
    marked = [one for one in given if one.status == MARKED]
    right = [one for one in given if one.status != MARKED]
    reading = Reading.of(played)
    if not reads:
        return
    if any(reading.shows(values_of([one]), right) for one in marked):
        clause = "error_value_marked" if reading.marked(given) else "error_value_shown"
        yield note(clause, *reads, *reading.pages)
    elif not marked or not any(reading.shows(values_of([one])) for one in right):
        yield note("nothing_shown", *reads, *reading.pages)
