"""The judge on invented criteria: facts in, verdicts out, bugs told, and nothing taken away ever helps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from criteria.candidate import Candidate
from criteria.catalogue import Catalogue
from criteria.check import Check, Facts, Note, note
from criteria.criterion import Control
from criteria.judge import judge, time_of
from criteria.observation import Close, Observation
from tests.criteria.toys import (
    AS_OF,
    BY_LOOK,
    KIND,
    LOOK,
    MORE,
    WITH_CONTROL,
    Spot,
    Unread,
    criterion,
    error,
    judged,
    judged_all,
    spot,
    stating,
    toy_check,
)
from tests.support.evidence import (
    AT,
    CANDIDATE,
    Looked,
    MemoryEvidence,
    bundle_of,
    clauses,
    failed,
    looked,
    sight,
    without,
)

GREEN = bundle_of(looked(LOOK, spot("green"), spot("blue")))
PAINTED = bundle_of(looked(LOOK, spot("green", b"paint")))


@pytest.mark.parametrize(
    ("colours", "verdict", "first"),
    [
        (("green",), "pass", "sound"),
        (("green", "blue"), "pass", "sound"),
        (("red", "green"), "fail", "red"),
        (("red",), "fail", "red"),
        (("blue",), "fail", "no_green"),
        (("green", "blur"), "inconclusive", "blurred"),
        (("green", "odd"), "review", "strange"),
        (("green", "blur", "red"), "fail", "red"),
        ((), "inconclusive", "gap.nothing_observed"),
    ],
)
def test_what_was_seen_decides(colours: tuple[str, ...], verdict: str, first: str) -> None:
    found = judged(bundle_of(looked(LOOK, *map(spot, colours))))
    assert (found.verdict, clauses(found)[0]) == (verdict, first)


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (bundle_of(failed(LOOK, "gap.unreachable", host="h", detail="refused")), "gap.unreachable"),
        (bundle_of(looked(LOOK, spot("green"), closed=False)), "gap.not_closed"),
        (bundle_of(looked(MORE, spot("green"))), "gap.not_planned"),
        (bundle_of(), "gap.not_planned"),
        (bundle_of(looked(LOOK, spot("green")), failed(LOOK, "gap.interrupted")), "gap.interrupted"),
        (msgspec.structs.replace(GREEN, plan=None), "gap.no_plan"),
        (msgspec.structs.replace(GREEN, closes=()), "gap.not_closed"),
        (msgspec.structs.replace(GREEN, closes=(), observations=()), "gap.not_closed"),
        (without(GREEN, "o-000002"), "gap.observation_missing"),
        (
            msgspec.structs.replace(bundle_of(looked(LOOK, spot("green", b"paint"))), blobs={}),
            "gap.observation_missing",
        ),
    ],
)
def test_what_was_not_seen_is_inconclusive_and_says_why(evidence: MemoryEvidence, reason: str) -> None:
    found = judged(evidence)
    assert found.verdict == "inconclusive"
    assert reason in clauses(found)


def test_gaps_are_named_in_the_coverage() -> None:
    found = judged(bundle_of(looked(LOOK, spot("green")), failed(LOOK, "gap.interrupted")))
    assert found.coverage.looks == (LOOK,)
    assert found.coverage.gaps == (f"candidate:{LOOK}/+",)


def test_a_red_spot_fails_though_other_looks_failed() -> None:
    found = judged(bundle_of(looked(LOOK, spot("red")), failed(LOOK, "gap.interrupted")))
    assert (found.verdict, found.finding.rests_on) == ("fail", ("o-000001",))


def test_an_observation_of_no_planned_look_is_not_read() -> None:
    stray = Observation(id="o-000009", look="candidate:elsewhere/", kind=KIND, probe="p", at=AT, data={"colour": "red"})
    evidence = msgspec.structs.replace(GREEN, observations=(*GREEN.observations, stray))
    assert judged(evidence).verdict == "pass"


def test_an_observation_that_no_close_names_leaves_its_look_open() -> None:
    stray = msgspec.structs.replace(GREEN.observations[0], id="o-000009")
    assert judged(msgspec.structs.replace(GREEN, observations=(*GREEN.observations, stray))).verdict == "inconclusive"


def test_a_criterion_without_a_check_is_not_looked_at_yet() -> None:
    found = judged(GREEN, None)
    assert (found.verdict, clauses(found)) == ("inconclusive", ["gap.no_check"])


def red_control(*colours: str, closed: bool = True) -> MemoryEvidence:
    control = looked(LOOK, *map(spot, colours), subject="control", closed=closed)
    return bundle_of(looked(LOOK, spot("green")), control)


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [
        (red_control("red"), "pass"),
        (red_control("red", "green"), "pass"),
        (red_control("green"), "inconclusive"),
        (red_control(), "inconclusive"),
        (red_control("red", closed=False), "inconclusive"),
        (bundle_of(looked(LOOK, spot("green"))), "inconclusive"),
        (bundle_of(looked(LOOK, spot("green")), failed(LOOK, "gap.interrupted", subject="control")), "inconclusive"),
        (bundle_of(looked(LOOK, spot("red")), looked(LOOK, spot("green"), subject="control")), "inconclusive"),
        (bundle_of(looked(LOOK, spot("red")), looked(LOOK, spot("red"), subject="control")), "fail"),
    ],
)
def test_the_control_must_show_its_flaw_today(evidence: MemoryEvidence, verdict: str) -> None:
    found = judged(evidence, **WITH_CONTROL)
    assert found.verdict == verdict
    assert ("gap.control" in clauses(found)) is (verdict == "inconclusive")


@pytest.mark.parametrize(
    ("more", "control", "verdict"),
    [
        ((), (), "pass"),
        ((failed(MORE, "gap.missing_input", input="dossier"),), (), "pass"),
        ((looked(MORE, spot("green")),), (), "inconclusive"),
        ((looked(MORE, spot("green")),), (looked(MORE, spot("green"), subject="control"),), "inconclusive"),
        ((looked(MORE, spot("green")),), (looked(MORE, spot("red"), subject="control"),), "pass"),
        ((looked(MORE, spot("green")),), (looked(MORE, spot("red"), subject="control", closed=False),), "inconclusive"),
        ((looked(MORE, spot("green"), closed=False),), (looked(MORE, spot("red"), subject="control"),), "inconclusive"),
    ],
)
def test_an_optional_look_that_was_made_needs_its_own_control(
    more: tuple[Looked, ...], control: tuple[Looked, ...], verdict: str
) -> None:
    own = (looked(LOOK, spot("green")), looked(LOOK, spot("green"), subject="control"))
    assert judged(bundle_of(*own, *more, *control), **BY_LOOK).verdict == verdict


def test_a_control_that_cannot_be_is_no_control() -> None:
    assert judged(GREEN, control=Control(none=criterion().title)).verdict == "pass"


def test_what_the_control_app_shows_is_no_fault_of_the_candidate() -> None:
    assert judged(red_control("red")).verdict == "pass"


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        (looked(MORE, spot("red")), "fail"),
        (looked(MORE, spot("green")), "pass"),
        (looked(MORE), "pass"),
        (failed(MORE, "gap.missing_input", input="dossier"), "pass"),
        (failed(MORE, "gap.interrupted", spot("red")), "fail"),
        (looked(MORE, spot("blue"), closed=False), "inconclusive"),
        (looked(MORE, spot("red"), closed=False), "fail"),
    ],
)
def test_an_optional_look_is_read_and_may_be_lacking_but_not_torn(more: object, verdict: str) -> None:
    evidence = bundle_of(looked(LOOK, spot("green")), more)  # type: ignore[arg-type]
    assert judged(evidence, optional_looks=(MORE,)).verdict == verdict
    assert judged(evidence).verdict == "pass"


def raising(facts: Facts) -> Iterator[Note]:
    """A check with a bug."""
    yield note("sound", *facts.all(Spot), count=1)
    raise ValueError("a bug")


def undeclared(facts: Facts) -> Iterator[Note]:
    """A check that reads what its criterion does not declare."""
    facts.all(Unread)
    yield note("sound", count=1)


def recursive(facts: Facts) -> Iterator[Note]:
    """A check that never ends its own call."""
    yield from recursive(facts)


def no_generator(facts: Facts) -> Iterator[Note]:
    """A check that forgot to yield."""
    return None  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("check", "told"),
    [
        (raising, "ValueError: a bug"),
        (undeclared, "UndeclaredFact: Unread"),
        (recursive, "RecursionError"),
        (no_generator, "TypeError"),
        (stating(), "NothingStated: TOY-01"),
        (stating("noted"), "NothingStated: TOY-01"),
        (stating("purple"), "KeyError"),
    ],
)
def test_a_bug_in_a_check_is_an_engine_error_and_no_verdict(check: Check, told: str) -> None:
    found = error(GREEN, check)
    assert found.criterion == "TOY-01"
    assert found.error.startswith(told)
    assert found.traceback
    assert not any("/" in frame or "\\" in frame for frame in found.traceback)


def test_an_error_names_no_folder_of_this_machine() -> None:
    def lost(facts: Facts) -> Iterator[Note]:
        yield note("sound", *facts.all(Spot), count=1)
        raise FileNotFoundError(2, "No such file", f"{Path(__file__).parent}/lost.txt", None, "https://a.fr/b/c")

    assert error(GREEN, lost).error == "FileNotFoundError: [Errno 2] No such file: 'lost.txt' -> 'https://a.fr/b/c'"


def test_a_bug_in_one_check_leaves_the_other_criteria_their_verdicts() -> None:
    found = judged_all(GREEN, one=(criterion("TOY-01"), raising), two=(criterion("TOY-02"), toy_check))
    assert [one.criterion for one in found.errors] == ["TOY-01"]
    assert [(one.criterion, one.verdict) for one in found.verdicts] == [("TOY-02", "pass")]


def test_a_bug_that_the_control_brings_out_is_an_error_too() -> None:
    def on_control(facts: Facts) -> Iterator[Note]:
        if facts.candidate.name == "control":
            raise ValueError("a bug")
        yield note("sound", count=1)

    assert error(red_control("red"), on_control, **WITH_CONTROL).error == "ValueError: a bug"


def test_an_undeclared_face_is_a_matter_of_search() -> None:
    evidence = bundle_of(looked(LOOK, spot("red")), candidate=msgspec.structs.replace(CANDIDATE, faces=("mobile",)))
    found = judged(evidence)
    assert (found.verdict, clauses(found)[0]) == ("inconclusive", "gap.face_search")


def test_a_check_sees_its_candidate_and_the_time() -> None:
    def curious(facts: Facts) -> Iterator[Note]:
        assert facts.candidate == CANDIDATE
        assert facts.as_of == AS_OF
        first = facts.first(Spot)
        assert first is not None and first.observation.id == "o-000001"
        yield note("sound", first, count=1)

    assert judged(GREEN, curious).finding.statements[0].observations == ("o-000001",)


def test_the_same_evidence_gives_the_same_verdicts_in_any_order() -> None:
    evidence = bundle_of(looked(LOOK, spot("red"), spot("green"), spot("red")), looked(LOOK, spot("odd")))
    turned = msgspec.structs.replace(
        evidence, observations=tuple(reversed(evidence.observations)), closes=tuple(reversed(evidence.closes))
    )
    assert judged(turned) == judged(evidence) == judged(evidence)


def test_only_the_asked_criteria_are_judged_in_catalogue_order() -> None:
    criteria = tuple(criterion(f"TOY-0{number}") for number in (1, 2, 3))
    toys = Catalogue(criteria, {one.id: toy_check for one in criteria}, "sha256:toys")
    found = judge(GREEN, toys, AS_OF, only=("TOY-03", "TOY-01"))
    assert [one.criterion for one in found.verdicts] == ["TOY-01", "TOY-03"]


def test_facts_are_read_once_from_a_shared_cache() -> None:
    cache: dict[tuple[str, str, int], tuple[object, ...]] = {}
    toys = Catalogue((criterion(),), {"TOY-01": toy_check}, "sha256:toys")
    first = judge(GREEN, toys, AS_OF, cache=cache)
    assert len(cache) == 2
    assert judge(GREEN, toys, AS_OF, cache=cache) == first


def test_the_time_of_evidence_is_its_latest_and_does_not_turn_back() -> None:
    late = "2026-07-03T10:00:00.000Z"
    seen = msgspec.structs.replace(GREEN.observations[1], at=late)
    closes = (Close(look="x", outcome="observed", attempt=1, observations=(), at=late),)
    assert time_of(GREEN) == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert time_of(msgspec.structs.replace(GREEN, observations=(seen,))) == datetime(2026, 7, 3, 10, tzinfo=UTC)
    assert time_of(msgspec.structs.replace(GREEN, closes=closes)) == datetime(2026, 7, 3, 10, tzinfo=UTC)
    assert time_of(MemoryEvidence(plan=None, observations=(), closes=(), blobs={})).year == 1970


def test_a_missing_plan_knows_no_candidate() -> None:
    assert judged(msgspec.structs.replace(GREEN, plan=None)).verdict == "inconclusive"
    assert Candidate(name="").faces == ()
    assert judged(bundle_of(looked(LOOK, sight(KIND, {"colour": "green"})))).verdict == "pass"
