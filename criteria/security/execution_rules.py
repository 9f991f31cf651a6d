"""What SEC-17 states of markers in a browser: those that ran, those that only stand as markup, pages not opened."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, note
from criteria.execution_record import ExecutionEnd, MarkerEnd
from criteria.facts.executions import Executions, MarkedPage

LEAST_OPENED = 80
"""In percent of the pages that were to be opened."""


def execution_notes(facts: Facts) -> Iterator[Note]:
    """Every marker that was more than text, each once for its parameter; then what keeps the look from saying more."""
    told: set[tuple[str, str, str]] = set()
    for seen in facts.all(MarkedPage):
        for one in seen.fact.markers:
            for made in _of_marker(seen, one):
                key = (made.clause, one.parameter, seen.fact.ended.partition("#")[0].partition("?")[0])
                if key not in told:
                    told.add(key)
                    yield made
    for end in facts.all(Executions):
        yield from _bounds(end)


def _of_marker(seen: Seen[MarkedPage], one: MarkerEnd) -> Iterator[Note]:
    where = {"parameter": one.parameter, "url": seen.fact.ended or seen.fact.url}
    if one.ran:
        yield note("marker_ran", seen, places=", ".join(one.ran), **where)
    elif one.stood:
        clause = "marker_blocked" if one.blocked else "marker_built"
        yield note(clause, seen, places=", ".join(one.stood), around=one.around or "-", **where)


def _bounds(end: Seen[Executions]) -> Iterator[Note]:
    found: ExecutionEnd = end.fact
    if found.opened * 100 < LEAST_OPENED * found.planned or not found.planned:
        yield note("too_few_opened", end, opened=found.opened, planned=found.planned)
    if found.behind and not found.behind_shown:
        yield note("browser_outside", end, behind=found.behind)
    if found.refused:
        yield note("text_refused", end, fields=", ".join(found.refused))
