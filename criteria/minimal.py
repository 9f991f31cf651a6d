"""The smallest set of observations that still carries a fail, found by leaving out one after another."""

from __future__ import annotations

from collections.abc import Sequence

from criteria.check import Check, Facts
from criteria.criterion import Criterion

MOST_TRIALS = 400
"""Bound on the runs of one check; past it the set is small, but perhaps not the smallest."""


def smallest(criterion: Criterion, check: Check, facts: Facts, cited: Sequence[str]) -> tuple[str, ...]:
    """Ablate: keep only what the fail needs. Checks are pure, so each trial is one call.

    Starts from the observations that the finding cites; where those alone do not carry the fail (the check needs
    context), from all of them. Returns ids in recorded order.
    """

    def still_fails(names: Sequence[str]) -> bool:
        notes = check(facts.only(names))
        return any(_presence(criterion, one.clause) for one in notes)

    order = {name: rank for rank, name in enumerate(facts.names)}
    kept = sorted(cited, key=lambda name: order.get(name, 0))
    if not still_fails(kept):
        kept = list(facts.names)
    trials = 0
    step = max(1, len(kept) // 2)
    while trials < MOST_TRIALS:
        start, before = 0, len(kept)
        while start < len(kept) and trials < MOST_TRIALS:
            rest = kept[:start] + kept[start + step :]
            trials += 1
            if rest and still_fails(rest):
                kept = rest
            else:
                start += step
        if step == 1 and len(kept) == before:
            break
        step = max(1, step // 2)
    return tuple(kept)


def _presence(criterion: Criterion, clause: str) -> bool:
    return criterion.clauses[clause].outcome == "fail" and not criterion.clauses[clause].absence
