"""CON-12: what the service calculates, which values it keeps, and whether they pass the health space unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, check, note
from criteria.content import round_trip
from criteria.content.entries import entry_notes
from criteria.content.results import result_notes
from criteria.content.vectors import calculations
from criteria.crawled import Site, site_of
from criteria.facts.driven import Driven, DrivenCase
from criteria.facts.html import Page
from criteria.facts.page_lines import PageLines
from criteria.facts.shown import ShownPage, Trigger
from criteria.facts.space_calls import MeasureRead, MeasureWrite
from criteria.page_kinds import plain_text
from criteria.security.rounds import Journal
from criteria.security.scopes import asks_to

TYPED = frozenset(("text", "number", "tel", "range", "select"))


@check("CON-12")
def con_12(facts: Facts) -> Iterator[Note]:
    """Pinned vectors and implausible values (DiGAV Anl.2 Robustheit Nr.3), and values through the space."""
    driven, cases, site = facts.first(Driven), facts.all(DrivenCase), site_of(facts)
    if driven is None:
        yield note("not_driven")
        return
    said = [*result_notes([case for case in cases if case.fact.kind == "vector"], facts.all(PageLines))]
    said += entry_notes([case for case in cases if case.fact.kind != "vector"], facts.all(PageLines))
    said += _undriven(driven, site)
    exchanging = "space_client" in facts.candidate.faces and facts.candidate.space is not None
    if exchanging:
        said += _through_the_space(facts)
    yield from said
    if said:
        return
    if not cases and not exchanging:
        yield note("nothing_found" if site.shows_all else "not_all_seen", driven)
    else:
        yield note("sound", driven, *cases[:1], formulas=len(driven.fact.formulas), cases=len(cases))


def _undriven(driven: Seen[Driven], site: Site) -> Iterator[Note]:
    """A calculator on the site, or an entry of measures, that no journey drives."""
    found = [seen for seen in site.pages.values() if _calculates(seen.fact)]
    if found and not driven.fact.formulas:
        yield note("calculator_undriven", driven, *found[:5], page=found[0].fact.url)
    if driven.fact.entry_declared and not driven.fact.entries:
        yield note("entry_unnamed", driven)


def _calculates(page: Page) -> bool:
    """Whether a page speaks of a calculator and has a form in which numbers can be typed."""
    typed = any(sum(field.type in TYPED for field in form.fields) >= 1 for form in page.forms)
    return typed and re.search(calculations().calculator, plain_text(page.text)) is not None


def _through_the_space(facts: Facts) -> Iterator[Note]:
    journal = Journal.of(facts, MeasureWrite, MeasureRead, ShownPage, Trigger)
    space = facts.candidate.space
    if asks_to("write", space):
        yield from round_trip.written_notes(facts.all(MeasureWrite), facts.all(Trigger))
    if asks_to("read", space):
        for scenario, judged in round_trip.READINGS.items():
            played = list(journal.played(scenario))
            if not played:
                yield note("not_played", scenario=scenario)
            for one in played:
                yield from judged(one)
