"""From a check's notes to the verdict of one criterion."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from criteria.audit import Statement
from criteria.check import Note
from criteria.coverage import Gap
from criteria.criterion import Clause, Criterion
from criteria.messages import message
from criteria.verdict import WEAK_STANDINGS, Verdict


class NothingStated(Exception):
    """A check ended without stating anything: a bug in Probant, since silence is never a pass."""


class Concluded(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict, the statements that carry it (strongest first), and whether a fail rests on absence."""

    verdict: Verdict
    statements: tuple[Statement, ...]
    absence: bool = False


def conclude(criterion: Criterion, notes: Sequence[Note], gaps: Sequence[Gap], control: Sequence[Gap]) -> Concluded:
    """Weigh ``notes`` under the rule fail > inconclusive > not applicable > review > pass.

    A fail that rests on absence counts only when no look is missing; one that rests on a person's word that something
    was done by hand is a review. Without its positive control the instrument
    proves nothing, so the criterion is inconclusive. Raises ``NothingStated``.
    """
    if not notes and not gaps and not control:
        raise NothingStated(criterion.id)
    said = [(criterion.clauses[one.clause], stated(criterion, one)) for one in notes]
    fails = [(clause, one) for clause, one in said if clause.outcome == "fail" and not (clause.absence and gaps)]
    missing = [*map(gap_statement, control), *map(gap_statement, gaps)]
    remarks = _of("remark", said)
    if control:
        return _as(Verdict.INCONCLUSIVE, missing, [one for _, one in fails], remarks)
    if fails:
        clauses = [clause for clause, _ in fails]
        doubtful = _weak(criterion, clauses) or all(clause.by_hand for clause in clauses)
        verdict = Verdict.REVIEW if doubtful else Verdict.FAIL
        absence = all(clause.absence for clause, _ in fails)
        return _as(verdict, [one for _, one in fails], missing, remarks, absence=absence)
    unsure = [*_of("inconclusive", said), *missing]
    for verdict, carried in (
        (Verdict.INCONCLUSIVE, unsure),
        (Verdict.NOT_APPLICABLE, _of("not_applicable", said)),
        (Verdict.REVIEW, _of("review", said)),
        (Verdict.PASS, _of("pass", said)),
    ):
        if carried:
            return _as(verdict, carried, remarks)
    raise NothingStated(criterion.id)


def stated(criterion: Criterion, one: Note) -> Statement:
    """The note's clause with its sentences filled in."""
    clause = criterion.clauses[one.clause]
    return Statement(
        clause=one.clause,
        outcome=clause.outcome,
        seen=clause.seen.filled(one.params),
        expected=clause.expected.filled(one.params) if clause.expected else None,
        todo=clause.todo.filled(one.params) if clause.todo else None,
        observations=one.observations,
        sources=clause.sources,
    )


def gap_statement(gap: Gap) -> Statement:
    """A look that did not count, as a statement with what would mend it."""
    found = message(gap.reason)
    return Statement(
        clause=gap.reason,
        outcome="inconclusive",
        seen=found.seen.filled(gap.params),
        todo=found.todo.filled(gap.params) if found.todo else None,
    )


def _of(outcome: str, said: list[tuple[Clause, Statement]]) -> list[Statement]:
    return [one for clause, one in said if clause.outcome == outcome]


def _weak(criterion: Criterion, clauses: list[Clause]) -> bool:
    """Whether every clause rests only on texts that nobody has verified; one without sources rests on them all."""
    every = tuple(source.ref for source in criterion.sources)
    refs = [ref for clause in clauses for ref in clause.sources or every]
    return all(criterion.standing_of(ref) in WEAK_STANDINGS for ref in refs)


def _as(verdict: Verdict, *groups: list[Statement], absence: bool = False) -> Concluded:
    return Concluded(verdict=verdict, statements=tuple(one for group in groups for one in group), absence=absence)
