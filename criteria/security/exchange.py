"""SEC-24 to SEC-26: what the candidate exchanges with the health space, judged by what arrived and what was shown."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.page_lines import PageLines
from criteria.facts.shown import ShownPage
from criteria.facts.space import SpaceExchange
from criteria.facts.space_calls import MeasureRead, MeasureWrite
from criteria.facts.written_bodies import WrittenBody
from criteria.security import conformity_notes, person_notes, person_rules, reliability_rules
from criteria.security.rounds import Journal
from criteria.security.scopes import asks_to


@check("SEC-24")
def sec_24(facts: Facts) -> Iterator[Note]:
    """Writes and searches by the contract and its profiles; a refusal is no success (MES API Mesures section 2.3.1)."""
    writes, reads = facts.all(MeasureWrite), facts.all(MeasureRead)
    journal = Journal.of(facts, MeasureWrite, MeasureRead, ShownPage)
    space = facts.candidate.space
    played = conformity_notes.named_edition(space.edition) if space and space.oid else None
    said = [*conformity_notes.write_notes(facts.all(WrittenBody), writes, played, space.oid if space else "")]
    said += conformity_notes.search_notes(reads)
    if not writes and not reads:
        said.append(note("nothing_recorded"))
    if played is None:
        said.append(note("no_edition"))
    for scenario in conformity_notes.REFUSALS if asks_to("write", space) else ():
        runs = journal.met(scenario)
        said += [found for run in runs if (found := conformity_notes.refusal_note(run))]
        if not runs:
            said.append(note("not_played", scenario=scenario))
    yield from said
    if not said:
        yield note("sound", *writes[:1], *reads[:1], writes=len(writes), searches=len(reads))


@check("SEC-25")
def sec_25(facts: Facts) -> Iterator[Note]:
    """The right person in every exchange (MES API Mesures sections 2.2.2 and 2.2.5; CSP L. 1111-8-1)."""
    writes, reads = facts.all(MeasureWrite), facts.all(MeasureRead)
    journal = Journal.of(facts, MeasureWrite, MeasureRead, ShownPage)
    calls: list[Seen[MeasureWrite] | Seen[MeasureRead]] = [*writes, *reads]
    owners = person_rules.Owners.of(facts.all(SpaceExchange))
    said = [*person_notes.call_notes(calls, journal, owners)]
    said += person_rules.ins_notes(facts.all(WrittenBody), reads)
    if reads or asks_to("read", facts.candidate.space):
        said += person_notes.shown_notes(journal, owners)
    yield from said
    if not said:
        yield note("sound", *writes[:1], *reads[:1], writes=len(writes), searches=len(reads))


@check("SEC-26")
def sec_26(facts: Facts) -> Iterator[Note]:
    """Errors and cuts: nothing lost, nothing doubled, no call before Retry-After (RFC 9110 section 10.2.3)."""
    journal = Journal.of(facts)
    played = {name: list(journal.played(name)) for name in reliability_rules.wanted(facts.candidate.space)}
    missing = [name for name, found in played.items() if not found]
    yield from (note("not_played", scenario=name) for name in missing)
    rounds = [one for found in played.values() for one in found]
    writing, lines = asks_to("write", facts.candidate.space), facts.all(PageLines)
    stated = [said for one in rounds for said in reliability_rules.notes(one, lines, writing=writing)]
    yield from stated
    yield from reliability_rules.broken_pages(journal)
    if not missing and not stated:
        calls = [seen for one in rounds for seen in one.fault.calls]
        yield note(
            "sound", *[seen for one in rounds for seen in one.fault.calls[:1]], scenarios=len(played), calls=len(calls)
        )
