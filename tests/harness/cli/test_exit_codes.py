"""Exit codes follow the verdicts; the strongest wins in the order 5 4 3 1 2 0."""

from __future__ import annotations

import itertools

import pytest

from harness.exit_codes import STRENGTH, Exit, strongest


def test_the_strongest_wins_whatever_the_order() -> None:
    for pair in itertools.permutations(Exit, 2):
        assert strongest(pair) == min(pair, key=STRENGTH.index)


def test_nothing_said_is_not_a_pass() -> None:
    assert strongest([]) == Exit.INCOMPLETE


@pytest.mark.parametrize(("code", "number"), [(Exit.TAMPERED, 5), (Exit.BUG, 4), (Exit.CONFIGURATION, 3)])
def test_numbers_are_an_api(code: Exit, number: int) -> None:
    assert code == number
