"""From notes and gaps to a verdict: precedence, absence, standing, control."""

from __future__ import annotations

import itertools

import pytest

from criteria.check import Note
from criteria.coverage import Gap
from criteria.finding import NothingStated, conclude
from criteria.verdict import Verdict
from tests.criteria.toys import CLAUSES, clause, criterion

GAP = Gap(look="toy.look/x", reason="gap.not_closed", params={"look": "toy.look/x"})
CONTROL = Gap(look="control", reason="gap.control", params={"clause": "red"})
STRONGEST_FIRST = ("red", "blurred", "none_needed", "strange", "sound")
VERDICTS = {
    "red": Verdict.FAIL,
    "blurred": Verdict.INCONCLUSIVE,
    "none_needed": Verdict.NOT_APPLICABLE,
    "strange": Verdict.REVIEW,
    "sound": Verdict.PASS,
}


def stated(name: str) -> Note:
    return Note(name, ("o1",), {"count": "2"})


def verdict(*names: str, gaps: tuple[Gap, ...] = (), control: tuple[Gap, ...] = ()) -> Verdict:
    return conclude(criterion(), [stated(name) for name in names], gaps, control).verdict


@pytest.mark.parametrize(
    "names", [set_ for size in range(1, 6) for set_ in itertools.combinations(STRONGEST_FIRST, size)]
)
def test_the_strongest_note_wins_in_any_order(names: tuple[str, ...]) -> None:
    for order in itertools.permutations(names):
        assert verdict(*order) is VERDICTS[names[0]]
        assert verdict(*order, "noted") is VERDICTS[names[0]]


@pytest.mark.parametrize("name", STRONGEST_FIRST)
def test_a_gap_leaves_only_a_fail_standing(name: str) -> None:
    assert verdict(name, gaps=(GAP,)) is (Verdict.FAIL if name == "red" else Verdict.INCONCLUSIVE)


@pytest.mark.parametrize("name", [*STRONGEST_FIRST, "no_green", "rumour"])
def test_without_its_control_nothing_is_known(name: str) -> None:
    assert verdict(name, control=(CONTROL,)) is Verdict.INCONCLUSIVE
    assert verdict(name, control=(CONTROL,), gaps=(GAP,)) is Verdict.INCONCLUSIVE


def test_a_fail_by_absence_needs_whole_looks() -> None:
    assert verdict("no_green") is Verdict.FAIL
    assert verdict("no_green", "sound") is Verdict.FAIL
    assert verdict("no_green", gaps=(GAP,)) is Verdict.INCONCLUSIVE
    assert verdict("no_green", "sound", gaps=(GAP,)) is Verdict.INCONCLUSIVE
    assert verdict("no_green", "red", gaps=(GAP,)) is Verdict.FAIL


def test_a_finding_says_whether_it_rests_on_absence_alone() -> None:
    assert conclude(criterion(), [stated("no_green")], [], []).absence
    assert not conclude(criterion(), [stated("no_green"), stated("red")], [], []).absence
    assert not conclude(criterion(), [stated("no_green")], [GAP], []).absence


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("rumour",), Verdict.REVIEW),
        (("hearsay",), Verdict.REVIEW),
        (("rumour", "hearsay"), Verdict.REVIEW),
        (("rumour", "red"), Verdict.FAIL),
        (("rumour", "blurred"), Verdict.REVIEW),
        (("rumour", "none_needed"), Verdict.REVIEW),
        (("rumour", "sound"), Verdict.REVIEW),
        (("unsourced",), Verdict.FAIL),
        (("unsourced", "rumour"), Verdict.FAIL),
    ],
)
def test_a_fail_that_rests_on_weak_texts_alone_is_for_a_person(names: tuple[str, ...], expected: Verdict) -> None:
    assert verdict(*names) is expected


def test_a_clause_of_two_texts_stands_when_one_was_read() -> None:
    both = criterion(clauses={**CLAUSES, "both": clause("fail", sources=("B", "A"))})
    assert conclude(both, [stated("both")], [], []).verdict is Verdict.FAIL


def test_a_clause_without_texts_rests_on_all_of_its_criterion() -> None:
    weak = criterion(sources=tuple(source for source in criterion().sources if source.ref != "A"))
    assert conclude(weak, [stated("unsourced")], [], []).verdict is Verdict.REVIEW


def test_silence_is_never_a_verdict() -> None:
    for names in ((), ("noted",), ("noted", "noted")):
        with pytest.raises(NothingStated):
            verdict(*names)
    assert verdict(gaps=(GAP,)) is Verdict.INCONCLUSIVE
    assert verdict("noted", gaps=(GAP,)) is Verdict.INCONCLUSIVE


def test_an_unknown_clause_and_a_missing_value_are_bugs() -> None:
    with pytest.raises(KeyError):
        conclude(criterion(), [stated("purple")], [], [])
    with pytest.raises(KeyError):
        conclude(criterion(), [Note("red", (), {})], [], [])


def test_the_strongest_statements_come_first_and_all_that_matters_is_told() -> None:
    names = [stated(name) for name in ("sound", "noted", "red", "strange")]
    told = conclude(criterion(), names, [GAP], [])
    assert [one.clause for one in told.statements] == ["red", "gap.not_closed", "noted"]
    told = conclude(criterion(), names, [GAP], [CONTROL])
    assert [one.clause for one in told.statements] == ["gap.control", "gap.not_closed", "red", "noted"]
    told = conclude(criterion(), [stated("strange"), stated("sound"), stated("noted")], [], [])
    assert [one.clause for one in told.statements] == ["strange", "noted"]


def test_a_statement_says_expected_seen_where_and_what_to_do() -> None:
    (one,) = conclude(criterion(), [stated("red")], [], []).statements
    assert (one.expected, one.seen.en, one.todo) == (CLAUSES["red"].expected, "2 red", one.todo)
    assert one.todo is not None and one.todo.fr == "paint over 2"
    assert (one.observations, one.sources, one.outcome) == (("o1",), ("A",), "fail")


def test_a_gap_is_told_with_its_remedy() -> None:
    (one,) = conclude(criterion(), [], [GAP], []).statements
    assert "toy.look/x" in one.seen.en and "toy.look/x" in one.seen.fr
    assert one.todo is not None and "--resume" in one.todo.fr
