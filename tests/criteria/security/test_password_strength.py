"""SEC-11: what a sign-up takes, between two strong passwords that it takes."""

from __future__ import annotations

from typing import Any

import pytest

from criteria.facts.common_passwords import common_passwords
from criteria.facts.identity import Trial
from tests.support.evidence import MemoryEvidence, assert_deletion_never_passes, clauses, judge_one
from tests.support.identity import changed, evidence, seen, trial

REFUSED = {"outcome": "refused", "status": 422}
SOUND = {
    "first": trial("sign_up", kind="strong"),
    "phrase": trial("sign_up", kind="phrase"),
    "common": trial("sign_up", kind="common", item="105", **REFUSED),
    "short": trial("sign_up", kind="short", **REFUSED),
    "between": trial("sign_up", kind="between", **REFUSED),
    "derived": trial("sign_up", kind="derived", item="login", **REFUSED),
    "last": trial("sign_up", kind="strong"),
    "whole": trial("whole"),
    "wrong": trial("wrong", outcome="refused", status=401),
    "cut": trial("cut", outcome="refused", status=401),
    "case": trial("case", outcome="refused", status=401),
}
TAKEN = {"outcome": "accepted", "status": 200}
CONTROL = seen(changed(SOUND, common=TAKEN, short=TAKEN, derived=TAKEN))


def bundle(trials: list[Trial]) -> MemoryEvidence:
    return evidence("identity.passwords", seen(trials), CONTROL)


def stated(**changes: dict[str, Any] | None) -> tuple[str, list[str]]:
    judged = judge_one("SEC-11", bundle(changed(SOUND, **changes)))
    return str(judged.verdict), clauses(judged)


CASES: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "sound": ({}, "pass", ["sound"]),
    "common": ({"common": TAKEN}, "fail", ["common_taken"]),
    "short": ({"short": TAKEN}, "fail", ["short_taken"]),
    "own address": ({"derived": TAKEN}, "fail", ["derived_taken"]),
    "long refused": ({"phrase": REFUSED}, "fail", ["phrase_refused"]),
    "cut": ({"cut": TAKEN}, "fail", ["cut_opens"]),
    "case": ({"case": TAKEN}, "fail", ["case_opens"]),
    "eight letters are a remark": ({"between": TAKEN}, "pass", ["sound", "between_taken"]),
    "strong refused": ({"first": REFUSED}, "inconclusive", ["no_positive_control"]),
    "strong refused in the end": ({"last": {**REFUSED, "status": 429}}, "inconclusive", ["no_positive_control"]),
    "one strong only": ({"last": None}, "inconclusive", ["no_positive_control"]),
    "throttled": ({"common": {**REFUSED, "status": 429}}, "inconclusive", ["unanswered"]),
    "server error": ({"short": {**REFUSED, "status": 503}}, "inconclusive", ["unanswered"]),
    "no form for the weak one": ({"common": {"outcome": "form_missing"}}, "inconclusive", ["unanswered"]),
    "throttled when cut": ({"cut": {**REFUSED, "status": 429}}, "inconclusive", ["login_unsure"]),
    "throttled when wrong": ({"wrong": {**REFUSED, "status": 429}}, "inconclusive", ["login_unsure"]),
    "no phrase tried": ({"phrase": None}, "inconclusive", ["not_all_tried"]),
    "a wrong password looks right": ({"wrong": TAKEN}, "inconclusive", ["login_unsure"]),
    "the right password does not open": ({"whole": REFUSED}, "inconclusive", ["login_unsure"]),
    "cut not answered": ({"cut": {"outcome": "no_answer"}}, "inconclusive", ["login_unsure"]),
}


@pytest.mark.parametrize(("changes", "verdict", "expected"), CASES.values(), ids=CASES.keys())
def test_what_a_sign_up_takes(changes: dict[str, Any], verdict: str, expected: list[str]) -> None:
    assert stated(**changes) == (verdict, expected)


FIELD = "<form method=post><input type=password name=p></form>"


@pytest.mark.parametrize(
    ("home", "verdict", "clause"), [("", "not_applicable", "no_password"), (FIELD, "inconclusive", "password_undriven")]
)
def test_a_service_without_passwords(home: str, verdict: str, clause: str) -> None:
    trials = seen([trial("no_password", outcome="undeclared")])
    judged = judge_one("SEC-11", evidence("identity.passwords", trials, CONTROL, home=home))
    assert (str(judged.verdict), clauses(judged)) == (verdict, [clause])


def test_a_deleted_observation_never_makes_a_pass() -> None:
    for changes in ({}, {"cut": TAKEN}, {"common": TAKEN}):
        assert_deletion_never_passes("SEC-11", bundle(changed(SOUND, **changes)))


def test_the_corpus_has_its_shape() -> None:
    corpus = common_passwords()
    assert len(set(corpus.passwords)) == len(corpus.passwords) >= 300
    sample = corpus.sample()
    assert len(sample) == sum(one.count for one in corpus.tried) == len(set(sample))
    assert sum(len(one) >= 12 for one in sample) >= 5
