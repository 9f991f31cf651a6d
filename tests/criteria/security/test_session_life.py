"""SEC-13: sessions renewed, ended and expired."""

from __future__ import annotations

from typing import Any

import pytest

from criteria.facts.identity import Trial
from tests.support.evidence import MemoryEvidence, assert_deletion_never_passes, clauses, judge_one
from tests.support.identity import changed, evidence, seen, trial

PAGES = ("/journal",)
SOUND = {
    "limits": trial("limits", outcome="declared", idle_minutes=30, absolute_minutes=720),
    "idle_start": trial("idle_start", outcome="asked", pages=PAGES),
    "idle": trial("idle", outcome="asked", ahead=1860),
    "alive": trial("alive", outcome="asked", pages=PAGES, ahead=41760, number=25),
    "absolute": trial("absolute", outcome="asked", ahead=43260),
    "signed_in": trial("signed_in", pages=PAGES),
    "before_sign_in": trial("before_sign_in", outcome="asked"),
    "captured": trial("captured", outcome="asked", pages=PAGES),
    "signed_out": trial("signed_out"),
}
OPEN = {"pages": PAGES}
CONTROL = seen(changed(SOUND, signed_out=OPEN))


def bundle(trials: list[Trial]) -> MemoryEvidence:
    return evidence("identity.session", seen(trials), CONTROL)


CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "sound": ({}, "pass", "sound"),
    "no cookie before the sign-in": ({"before_sign_in": {"outcome": "no_cookie"}}, "pass", "sound"),
    "kept at the sign-in": ({"before_sign_in": OPEN}, "fail", "not_renewed"),
    "alive after the sign-out": ({"signed_out": OPEN}, "fail", "alive_after_sign_out"),
    "beyond the idle limit": ({"idle": OPEN}, "fail", "beyond_idle"),
    "beyond the absolute limit": ({"absolute": OPEN}, "fail", "beyond_absolute"),
    "an hour of idleness": ({"limits": {"idle_minutes": 60}}, "fail", "idle_too_long"),
    "no limits declared": (
        {"limits": {"outcome": "undeclared"}, "idle": None, "absolute": None}, "inconclusive", "limits_undeclared",
    ),
    "no clock to set": ({"limits": {"outcome": "no_clock"}}, "inconclusive", "limits_not_looked"),
    "idle without a control": ({"idle_start": {"pages": ()}}, "inconclusive", "limit_unsure"),
    "ended while in use": ({"alive": {"pages": ()}}, "inconclusive", "limit_unsure"),
    "too long to wait for": ({"absolute": {"outcome": "too_long"}}, "inconclusive", "limit_unsure"),
    "no sign-out declared": ({"signed_out": {"outcome": "undeclared"}}, "inconclusive", "no_sign_out"),
    "a sign-out refused": ({"signed_out": {"outcome": "refused", "status": 403}}, "inconclusive", "sign_out_refused"),
    "a copied session shows nothing": ({"captured": {"pages": ()}}, "inconclusive", "no_positive_control"),
    "not signed in": ({"signed_in": {"pages": ()}}, "inconclusive", "no_positive_control"),
    "nothing asked before": ({"before_sign_in": None}, "inconclusive", "not_tried"),
}


@pytest.mark.parametrize(("changes", "verdict", "clause"), CASES.values(), ids=CASES.keys())
def test_the_life_of_a_session(changes: dict[str, Any], verdict: str, clause: str) -> None:
    judged = judge_one("SEC-13", bundle(changed(SOUND, **changes)))
    assert (str(judged.verdict), clauses(judged)[0]) == (verdict, clause)


def test_a_deleted_observation_never_makes_a_pass() -> None:
    for changes in ({}, {"idle": OPEN}, {"limits": {"outcome": "no_clock"}}):
        assert_deletion_never_passes("SEC-13", bundle(changed(SOUND, **changes)))
