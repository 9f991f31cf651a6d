"""Whether a value that the space marks as entered in error was shown, and as what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from criteria.check import Note, Seen, note
from criteria.facts.fhir_bodies import Measure
from criteria.facts.html.squeeze import squeeze
from criteria.facts.shown import LONGEST_LINE, NUMBER, ShownPage
from criteria.security.rounds import Played

MARKED = "entered-in-error"
JOURNEY = "read_measures"
WORD = re.compile(r"[^\W\d_]{2,}")


def error_value(played: Played) -> Iterator[Note]:
    """A marked value among the numbers shown; else whether the reading showed the measures beside it at all."""
    given = [one for seen in played.fault.reads if seen.fact.altered for one in seen.fact.measures]
    marked = [one for one in given if one.status == MARKED]
    right = [one for one in given if one.status != MARKED]
    pages = played.fault.pages_of(JOURNEY)
    numbers = {number for seen in pages for number in seen.fact.numbers}
    fresh = numbers - _ordinary(played)
    reads = [seen for seen in played.fault.reads if seen.fact.altered]
    if not reads:
        return
    if any(_shown(one, numbers, fresh - _values(right)) for one in marked):
        clause = "error_value_marked" if _has_a_word(played, pages, given) else "error_value_shown"
        yield note(clause, *reads, *pages)
    elif not marked or not any(_shown(one, numbers, fresh) for one in right):
        yield note("nothing_shown", *reads, *pages)


def _shown(measure: Measure, numbers: set[str], fresh: set[str]) -> bool:
    """All its values stand there, and one at least stood nowhere else."""
    values = _values([measure])
    return values <= numbers and bool(values & fresh)


def _values(measures: Iterable[Measure]) -> set[str]:
    return {_plain(value) for one in measures for value in one.values if value}


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number and "e" not in number else number


def _ordinary(played: Played) -> set[str]:
    """Numbers of the right reads around, and what the person entered."""
    around = (*played.before.pages_of(JOURNEY), *played.after.pages_of(JOURNEY))
    sent = [
        one
        for part in (played.before, played.fault, played.after)
        for seen in part.writes
        for one in seen.fact.measures
    ]
    return {number for seen in around for number in seen.fact.numbers} | _values(sent)


def _has_a_word(played: Played, pages: Iterable[Seen[ShownPage]], given: Iterable[Measure]) -> bool:
    """Whether some word (notes aside) or some kind of element is one that the right reads lack: it may be a mark."""
    notes = {squeeze(NUMBER.sub("", one.note), LONGEST_LINE) for one in given if one.note}
    around = (*played.before.pages_of(JOURNEY), *played.after.pages_of(JOURNEY))
    known = {word for seen in around for line in seen.fact.lines for word in WORD.findall(line)}
    lines = {_without(line, notes) for seen in pages for line in seen.fact.lines}
    if {mark for seen in pages for mark in seen.fact.marks} - {mark for seen in around for mark in seen.fact.marks}:
        return True
    return bool({word for line in lines for word in WORD.findall(line)} - known)


def _without(line: str, notes: set[str]) -> str:
    for one in notes:
        if one:
            line = squeeze(line.replace(one, ""), LONGEST_LINE)
    return line
