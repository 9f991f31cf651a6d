"""The decision table, whole: every state of every severity, every standpoint, in the published order."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
import pytest

from criteria.audit import Decision, Judged
from criteria.candidate import PlannedFix
from criteria.decision import Standpoint, decide, rule
from criteria.verdict import Severity, Verdict
from tests.criteria.toys import LOOK, judged, spot
from tests.support.evidence import bundle_of, looked

SOUND = judged(bundle_of(looked(LOOK, spot("green"))))
BEST = Standpoint(origin="reviewer", profile="standard", sealed=True, partial=False, errors=0)


def one(verdict: Verdict, severity: Severity, name: str = "X-01") -> Judged:
    return msgspec.structs.replace(SOUND, verdict=verdict, severity=severity, criterion=name)


def decided(*verdicts: Judged, **stand: Any) -> Decision:
    return decide(verdicts, msgspec.structs.replace(BEST, **stand))


def majors(count: int) -> list[Judged]:
    return [one(Verdict.FAIL, Severity.MAJOR, f"M-{number:02d}") for number in range(count)]


def plans(count: int) -> tuple[PlannedFix, ...]:
    return tuple(PlannedFix(criterion=f"M-{number:02d}", due="2026-12-31") for number in range(count))


EXPECTED = {
    (Verdict.PASS, Severity.BLOCKING): "certified",
    (Verdict.PASS, Severity.MAJOR): "certified",
    (Verdict.PASS, Severity.MINOR): "certified",
    (Verdict.NOT_APPLICABLE, Severity.BLOCKING): "certified",
    (Verdict.NOT_APPLICABLE, Severity.MAJOR): "certified",
    (Verdict.NOT_APPLICABLE, Severity.MINOR): "certified",
    (Verdict.FAIL, Severity.BLOCKING): "refused",
    (Verdict.FAIL, Severity.MAJOR): "incomplete",
    (Verdict.FAIL, Severity.MINOR): "certified",
    (Verdict.REVIEW, Severity.BLOCKING): "incomplete",
    (Verdict.REVIEW, Severity.MAJOR): "incomplete",
    (Verdict.REVIEW, Severity.MINOR): "certified",
    (Verdict.INCONCLUSIVE, Severity.BLOCKING): "incomplete",
    (Verdict.INCONCLUSIVE, Severity.MAJOR): "incomplete",
    (Verdict.INCONCLUSIVE, Severity.MINOR): "certified",
}


def test_the_table_is_complete() -> None:
    assert set(EXPECTED) == set(itertools.product(Verdict, Severity))


@pytest.mark.parametrize(("state", "expected"), EXPECTED.items(), ids=str)
def test_each_state_of_each_severity(state: tuple[Verdict, Severity], expected: str) -> None:
    found = decided(one(*state), one(Verdict.PASS, Severity.BLOCKING, "X-02"))
    assert (found.decision, found.rule) == (expected, rule()["version"])
    assert found.reasons


@pytest.mark.parametrize(
    ("failing", "planned", "expected"),
    [
        (0, 0, "certified"),
        (1, 1, "certified"),
        (3, 3, "certified"),
        (3, 2, "incomplete"),
        (1, 0, "incomplete"),
        (4, 4, "refused"),
        (4, 0, "refused"),
        (9, 9, "refused"),
    ],
)
def test_majors_may_fail_up_to_a_number_under_a_plan(failing: int, planned: int, expected: str) -> None:
    assert decided(*majors(failing), remediation_plan=plans(planned)).decision == expected


@pytest.mark.parametrize(
    "stand",
    [
        {"origin": "self_test"},
        {"origin": "platform"},
        {"origin": "anything"},
        {"profile": "lab"},
        {"sealed": False},
        {"partial": True},
        {"errors": 1},
    ],
)
def test_only_the_best_standpoint_certifies_and_says_what_it_lacks(stand: dict[str, Any]) -> None:
    found = decided(SOUND, **stand)
    assert found.decision == "incomplete"
    assert len(found.reasons) == 1


@pytest.mark.parametrize("stand", [{"origin": "self_test"}, {"profile": "lab"}, {"partial": True}, {"errors": 2}])
def test_a_blocking_fail_refuses_from_any_standpoint_of_final_evidence(stand: dict[str, Any]) -> None:
    assert decided(one(Verdict.FAIL, Severity.BLOCKING), **stand).decision == "refused"


def test_an_open_bundle_decides_nothing_and_tells_what_would_refuse() -> None:
    found = decided(one(Verdict.FAIL, Severity.BLOCKING, "SEC-99"), sealed=False)
    assert found.decision == "incomplete"
    assert "SEC-99" in found.reasons[0].fr
    assert len(found.reasons) == 2


def test_reasons_name_the_criteria_in_both_languages_and_in_order_of_weight() -> None:
    found = decided(one(Verdict.FAIL, Severity.BLOCKING, "SEC-98"), *majors(4))
    assert [("SEC-98" in reason.en, "M-03" in reason.fr) for reason in found.reasons] == [(True, False), (False, True)]
    unseen, asked = (
        one(Verdict.INCONCLUSIVE, Severity.MAJOR, "GDP-98"),
        one(Verdict.REVIEW, Severity.BLOCKING, "CNT-98"),
    )
    found = decided(unseen, asked, *majors(1))
    for name, reason in zip(("CNT-98", "GDP-98", "M-00"), found.reasons, strict=True):
        assert name in reason.en and name in reason.fr


def test_every_criterion_that_refuses_is_named_however_many() -> None:
    many = [one(Verdict.FAIL, Severity.BLOCKING, f"SEC-{number:02d}") for number in range(70)]
    assert all(f"SEC-{number:02d}" in decided(*many).reasons[0].en for number in range(70))


def test_the_rule_covers_every_verdict_and_severity() -> None:
    known = rule()
    assert {*known["satisfied"], *known["open"], "fail"} == set(Verdict)
    assert set(known["refusing"]) <= set(known["must_be_closed"]) <= set(Severity)
