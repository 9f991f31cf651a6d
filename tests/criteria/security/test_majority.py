"""Majority at the space: what the calls after it say, for the criterion that judges it."""

from __future__ import annotations

import pytest

from criteria.check import Facts
from criteria.facts.registry import FactReader
from criteria.judge import time_of
from criteria.security.majority import MAJORITY, Majority, Standing
from criteria.security.rounds import Journal
from tests.support.evidence import CANDIDATE, Sight, bundle_of, looked
from tests.support.rounds import BEFORE, REFUSED, journey, read, right_round, tags_of, write

MINE = tags_of(MAJORITY, 1)
KINDS = ("MeasureWrite", "MeasureRead", "SpaceExchange", "ShownPage", "Trigger")


def refused(count: int) -> list[Sight]:
    calls = [write(MINE, stored="", status=403, altered=True) for _ in range(count)]
    return journey(MINE, "share_measure", *calls, page=REFUSED)


READ_TOO = journey(MINE, "read_measures", read(MINE, status=403, altered=True), page=REFUSED)


def standing(fault: list[Sight], *, alive: bool = True) -> Majority:
    after = right_round(tags_of(MAJORITY, 1, "after")) if alive else []
    evidence = bundle_of(looked("exchange.consent", *right_round(BEFORE), *fault, *after))
    facts = Facts(FactReader(evidence), evidence.observations, KINDS, CANDIDATE, time_of(evidence))
    return Majority.of(Journal.of(facts))


@pytest.mark.parametrize(
    ("fault", "alive", "expected"),
    [
        (refused(1), True, "stopped"),
        (refused(2), True, "stopped"),
        ([*refused(1), *READ_TOO], True, "stopped"),
        (refused(3), True, "goes_on"),
        (refused(3), False, "goes_on"),
        (refused(1), False, "not_alive"),
        (journey(MINE, "sync_space"), True, "not_played"),
        ([], True, "not_played"),
    ],
)
def test_what_majority_shows(fault: list[Sight], alive: bool, expected: Standing) -> None:
    found = standing(fault, alive=alive)
    assert found.standing == expected
    assert bool(found.calls) is (expected == "goes_on")
