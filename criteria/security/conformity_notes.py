"""What SEC-24 says: of every recorded write and search, and of how a refused write was shown to the person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.contract.editions import EditionId, editions
from criteria.check import Note, Seen, note
from criteria.facts.space_calls import MeasureRead, MeasureWrite
from criteria.facts.written_bodies import WrittenBody
from criteria.security.conformity_rules import MOST_TOLD, Broken, broken
from criteria.security.rounds import Played
from criteria.security.telling import last_pages, tells_after

REFUSALS = {"write_refused": 422, "write_conflict": 409}
"""What is played on writes, and the status that the client is told."""
SPACE_SAYS_INVALID = frozenset((400, 422))
SHARE = "share_measure"


def named_edition(name: str) -> EditionId | None:
    """The edition of this name, if the contract has it."""
    return next((known for known in editions() if known == name), None)


def write_notes(
    bodies: Sequence[Seen[WrittenBody]], writes: Sequence[Seen[MeasureWrite]], played: EditionId | None, oid: str
) -> Iterator[Note]:
    """Each thing wrong with the writes once, with the writes that have it; the space's own refusals count too."""
    said = {seen.observation.id: seen.fact.diagnostics for seen in writes}
    found: dict[Broken, list[Seen[WrittenBody]]] = {}
    for seen in bodies:
        wrong = broken(seen.fact.raw, played=played, solution_oid=oid) if played and seen.fact.whole else ()
        if not wrong and not seen.fact.altered and seen.fact.right_status in SPACE_SAYS_INVALID:
            told = said.get(seen.observation.id) or str(seen.fact.right_status)
            wrong = (Broken(clause="invalid_write", what=told, where="Bundle"),)
        for one in wrong:
            found.setdefault(one, []).append(seen)
    invalid = [one for one in found if one.clause == "invalid_write"][:MOST_TOLD]
    for one in (*_one_of_each(found), *invalid):
        yield note(one.clause, *found[one], what=one.what, where=one.where or "Bundle", writes=len(found[one]))


def search_notes(reads: Sequence[Seen[MeasureRead]]) -> Iterator[Note]:
    """Searches that the space itself called invalid, once for each of its reasons."""
    found: dict[str, list[Seen[MeasureRead]]] = {}
    for seen in reads:
        if seen.fact.right_status == 400 and not seen.fact.altered:
            found.setdefault(seen.fact.diagnostics or "400", []).append(seen)
    for told, seen_so in list(found.items())[:MOST_TOLD]:
        yield note("invalid_search", *seen_so, what=told, searches=len(seen_so))


def refusal_note(run: Played) -> Note | None:
    """How the refused write was shown: as a success, unclearly, or (nothing to say) otherwise."""
    status = REFUSALS[run.scenario]
    form, final = last_pages(run.fault.pages, SHARE)
    right_form, right = last_pages(run.right_pages, SHARE)
    if not run.answered or final is None or right is None:
        return note("not_alive", *run.altered, scenario=run.scenario)
    if final.fact.status >= 400:
        return None
    new = final.fact.lines - right.fact.lines - form - right_form
    only_success = right.fact.lines - form - right_form
    alike = final.fact.lines == right.fact.lines or bool(only_success and only_success <= final.fact.lines)
    # An app that sends in the background tells of the refusal later: a person decides whether that is clear.
    hidden = any(page.fact.scripts or page.fact.json for page in (final, right)) or tells_after(run, final)
    if new and not alike:
        return None
    clause = "refusal_as_success" if alike and not new and not hidden else "refusal_unclear"
    return note(clause, *run.altered, final, right, status=status)


def _one_of_each(found: dict[Broken, list[Seen[WrittenBody]]]) -> list[Broken]:
    """The first thing of each clause but ``invalid_write``: more of the same would say nothing new."""
    first: dict[str, Broken] = {}
    for one in found:
        if one.clause != "invalid_write":
            first.setdefault(one.clause, one)
    return list(first.values())
