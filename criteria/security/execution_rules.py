"""What SEC-17 states of markers in a browser: those that ran, those that only stand as markup, pages not opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, note
from criteria.execution_record import MarkerEnd
from criteria.facts.executions import Executions, MarkedPage
from criteria.http_answers import NOT_TRIED

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
        yield from _bounds(end, facts.all(MarkedPage))


def opened_with_markers(facts: Facts) -> list[Seen[MarkedPage]]:
    """The pages that a browser opened and that say something."""
    return [seen for seen in facts.all(MarkedPage) if seen.fact.status not in NOT_TRIED]


def _of_marker(seen: Seen[MarkedPage], one: MarkerEnd) -> Iterator[Note]:
    where = {"parameter": one.parameter, "url": seen.fact.ended or seen.fact.url}
    if one.ran:
        yield note("marker_ran", seen, places=", ".join(one.ran), **where)
    elif one.stood:
        clause = "marker_defused" if one.defused else "marker_blocked" if one.blocked else "marker_built"
        yield note(clause, seen, places=", ".join(one.stood), around=one.around or "-", **where)


def _bounds(end: Seen[Executions], pages: Sequence[Seen[MarkedPage]]) -> Iterator[Note]:
    planned = end.fact.planned
    opened = sum(seen.fact.status not in NOT_TRIED for seen in pages)
    if opened * 100 < LEAST_OPENED * planned or not planned:
        yield note("too_few_opened", end, *pages, opened=opened, planned=planned)
    if end.fact.behind and not any(seen.fact.behind for seen in pages):
        yield note("browser_outside", end, *pages, behind=end.fact.behind)
    if end.fact.refused:
        yield note("text_refused", end, fields=", ".join(end.fact.refused))
