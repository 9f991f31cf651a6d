"""The smallest set of observations that still carries a fail."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.check import Check, Facts, Note, note
from criteria.minimal import MOST_TRIALS
from tests.criteria.toys import LOOK, Spot, judged, spot, toy_check
from tests.support.evidence import bundle_of, looked


def rests_on(check: Check, *colours: str) -> list[str]:
    """The colours that the fail rests on."""
    evidence = bundle_of(looked(LOOK, *(spot(colour) for colour in colours)))
    found = judged(evidence, check)
    assert found.verdict == "fail"
    colour_of = {seen.id: seen.data["colour"] for seen in evidence.observations}
    return [colour_of[name] for name in found.finding.rests_on]


def failing_when(wrong: Callable[[set[str]], bool], cites: Callable[[str], bool] = lambda _colour: True) -> Check:
    """A check that fails when the colours are wrong together, citing some of them."""

    def check(facts: Facts) -> Iterator[Note]:
        seen = facts.all(Spot)
        if wrong({one.fact.colour for one in seen}):
            yield note("red", *(one for one in seen if cites(one.fact.colour)), count=1)
        yield note("sound", count=0)

    return check


@pytest.mark.parametrize(
    ("check", "colours", "expected"),
    [
        (failing_when(lambda seen: "a" in seen), "abcdef", "a"),
        (failing_when(lambda seen: "f" in seen), "abcdef", "f"),
        (failing_when(lambda seen: {"a", "f"} <= seen), "abcdef", "af"),
        (failing_when(lambda seen: {"a", "b", "c"} <= seen), "abc", "abc"),
        (failing_when(lambda seen: len(seen) >= 4), "abcdefgh", "efgh"),
        (failing_when(lambda seen: len(seen) >= 1), "abcdefg", "g"),
        (failing_when(lambda seen: "a" in seen and "b" in seen, lambda colour: colour == "a"), "abcd", "ab"),
        (failing_when(lambda seen: "a" in seen, lambda _colour: False), "abc", "a"),
        (failing_when(lambda seen: bool({"a", "e"} & seen)), "abcde", "e"),
    ],
)
def test_only_what_the_fail_needs_is_kept(check: Check, colours: str, expected: str) -> None:
    assert "".join(rests_on(check, *colours)) == expected


@settings(max_examples=150, deadline=None)
@given(st.sets(st.sampled_from("abcdefghijkl"), min_size=1, max_size=4))
def test_nothing_more_can_be_left_out(needed: set[str]) -> None:
    """Whatever the fail needs together is found exactly."""
    assert set(rests_on(failing_when(lambda seen: needed <= seen), *"abcdefghijkl")) == needed


def test_a_fail_that_comes_and_goes_still_ends_with_a_set_that_carries_it() -> None:
    check = failing_when(lambda seen: len(seen) % 2 == 1)
    assert len(rests_on(check, *"abcdefg")) % 2 == 1


def test_the_order_is_that_of_the_record() -> None:
    colours = [f"c{number:02d}" for number in range(30)]
    needed = set(random.Random(1).sample(colours, 6))
    found = rests_on(failing_when(lambda seen: needed <= seen), *colours)
    assert found == sorted(needed)


def test_a_fail_by_absence_alone_has_no_smallest_set() -> None:
    found = judged(bundle_of(looked(LOOK, spot("blue"))))
    assert (found.verdict, found.finding.absence, found.finding.rests_on) == ("fail", True, ())


def test_a_fail_by_presence_is_not_carried_by_an_absence() -> None:
    """Leaving out the red spot leaves "no green" standing: that does not carry the fail that was cited."""
    assert rests_on(toy_check, "blue", "red", "blue") == ["red"]


def test_the_number_of_trials_is_bounded() -> None:
    calls = 0

    def counting(facts: Facts) -> Iterator[Note]:
        nonlocal calls
        calls += 1
        yield note("red", *facts.all(Spot), count=1)
        if len(facts.names) < 900:
            yield note("sound", count=0)

    def needs_all(facts: Facts) -> Iterator[Note]:
        nonlocal calls
        calls += 1
        if len(facts.names) == 900:
            yield note("red", *facts.all(Spot), count=1)
        yield note("sound", count=0)

    evidence = bundle_of(looked(LOOK, *(spot("red") for _ in range(900))))
    for check in (counting, needs_all):
        calls = 0
        assert judged(evidence, check).verdict == "fail"
        assert calls <= MOST_TRIALS + 2


def test_a_set_is_never_emptied() -> None:
    """A check that fails on nothing at all is wrong; its finding still points somewhere."""
    assert len(rests_on(failing_when(lambda _seen: True), "a", "b")) == 1
