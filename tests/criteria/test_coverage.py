"""Which looks are whole, and why the others are not."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.coverage import Coverage
from criteria.observation import Close, Look, Observation
from tests.criteria.toys import KIND, LOOK, MORE
from tests.support.evidence import AT, MemoryEvidence, bundle_of, digest_of, failed, looked, sight, without

ID = f"candidate:{LOOK}/"


def seen(number: int, look: str = ID, **more: Any) -> Observation:
    return Observation(id=f"o-{number:06d}", look=look, kind=KIND, probe="toy", at=AT, **more)


def close(attempt: int, *names: int, outcome: Any = "observed", reason: str = "", look: str = ID) -> Close:
    named = tuple(f"o-{number:06d}" for number in names)
    return Close(look=look, outcome=outcome, attempt=attempt, observations=named, at=AT, reason=reason)


def gone(attempt: int, *names: int) -> Close:
    return close(attempt, *names, outcome="failed", reason="gap.interrupted")


def reasons(observations: list[Observation], closes: list[Close], blobs: dict[str, bytes] | None = None) -> list[str]:
    plan = bundle_of(looked(LOOK)).plan
    evidence = MemoryEvidence(plan=plan, observations=observations, closes=closes, blobs=blobs or {})
    return [gap.reason for gap in Coverage(evidence).gaps([LOOK], "candidate")]


PAINT = {"paint": digest_of(b"paint")}


@pytest.mark.parametrize(
    ("observations", "closes", "expected"),
    [
        ([seen(1)], [close(1, 1)], None),
        ([seen(1), seen(2)], [close(1, 1, 2)], None),
        ([seen(1)], [gone(1), close(2, 1)], None),
        ([seen(1), seen(2)], [gone(1, 1), close(2, 2)], None),
        ([seen(1), seen(2)], [close(2, 2), gone(1, 1)], None),
        ([], [], "gap.not_closed"),
        ([seen(1)], [], "gap.not_closed"),
        ([seen(1), seen(2)], [close(1, 1)], "gap.not_closed"),
        ([seen(2)], [close(1, 1, 2)], "gap.observation_missing"),
        ([], [close(1, 1)], "gap.observation_missing"),
        ([seen(2)], [gone(1, 1), close(2, 2)], "gap.observation_missing"),
        ([seen(1)], [close(2, 1)], "gap.attempt_missing"),
        ([seen(1)], [gone(1), close(3, 1)], "gap.attempt_missing"),
        ([seen(1)], [close(1, 1), close(1, 1)], "gap.attempt_missing"),
        ([seen(1)], [close(0, 1)], "gap.attempt_missing"),
        ([seen(1)], [close(1, 1), gone(2)], "gap.interrupted"),
        ([seen(1)], [gone(1, 1)], "gap.interrupted"),
        ([], [close(1)], "gap.nothing_observed"),
        ([seen(1)], [gone(1, 1), close(2)], "gap.nothing_observed"),
        ([seen(1, blobs=PAINT)], [close(1, 1)], "gap.observation_missing"),
    ],
)
def test_a_look_is_whole_or_says_why_not(
    observations: list[Observation], closes: list[Close], expected: str | None
) -> None:
    assert reasons(observations, closes) == ([expected] if expected else [])


def test_a_look_is_whole_when_its_blobs_are_there() -> None:
    assert reasons([seen(1, blobs=PAINT)], [close(1, 1)], {PAINT["paint"]: b"paint"}) == []


def test_a_kind_that_nobody_planned_is_a_gap_of_its_own() -> None:
    coverage = Coverage(bundle_of(looked(LOOK, sight(KIND))))
    (gap,) = coverage.gaps([LOOK, MORE], "candidate")
    assert (gap.look, gap.reason, gap.params) == (MORE, "gap.not_planned", {"look": MORE})
    (gap,) = coverage.gaps([LOOK], "control")
    assert gap.reason == "gap.not_planned"


def test_every_look_of_a_kind_must_be_whole() -> None:
    evidence = bundle_of(
        looked(LOOK, sight(KIND), target="a"), failed(LOOK, "gap.unreachable", host="b", detail="refused")
    )
    (gap,) = Coverage(evidence).gaps([LOOK], "candidate")
    assert gap.params == {"look": ID, "host": "b", "detail": "refused"}


def test_a_look_at_the_control_never_stands_for_one_at_the_candidate() -> None:
    evidence = bundle_of(looked(LOOK, sight(KIND), subject="control"), looked(LOOK, sight(KIND), closed=False))
    assert [gap.reason for gap in Coverage(evidence).gaps([LOOK], "candidate")] == ["gap.not_closed"]
    assert Coverage(evidence).gaps([LOOK], "control") == []


def test_without_a_plan_nothing_is_covered() -> None:
    evidence = msgspec.structs.replace(bundle_of(looked(LOOK, sight(KIND))), plan=None)
    assert [gap.reason for gap in Coverage(evidence).gaps([LOOK], "candidate")] == ["gap.not_planned"]


def test_a_torn_optional_look_is_told_and_one_that_failed_openly_is_not() -> None:
    whole = bundle_of(looked(MORE, sight(KIND)))
    for evidence, torn in (
        (whole, False),
        (bundle_of(failed(MORE, "gap.missing_input", input="dossier")), False),
        (bundle_of(looked(LOOK, sight(KIND))), False),
        (bundle_of(looked(MORE)), False),
        (bundle_of(looked(MORE, sight(KIND), closed=False)), True),
        (without(whole, "o-000001"), True),
        (msgspec.structs.replace(whole, closes=()), True),
    ):
        assert bool(Coverage(evidence).torn([MORE], "candidate")) is torn


def test_looks_are_those_of_the_plan_alone() -> None:
    evidence = bundle_of(looked(LOOK, sight(KIND)))
    assert [look.id for look in Coverage(evidence).looks([LOOK, MORE], "candidate")] == [ID]
    assert Coverage(evidence).gap(Look(id="other", kind=LOOK, probe="toy")) is not None
