"""SEC-09: what opens without two factors."""

from __future__ import annotations

from typing import Any

import pytest

from criteria.facts.identity import Trial
from tests.support.evidence import MemoryEvidence, assert_deletion_never_passes, clauses, judge_one, without
from tests.support.identity import changed, evidence, seen, trial

PAGES = ("/journal",)
SOUND = {
    "full": trial("full", factor="totp", pages=PAGES),
    "anonymous": trial("anonymous"),
    "first_factor": trial("first_factor", factor="totp"),
    "wrong_code": trial("wrong_code", outcome="refused", status=401),
    "used_code": trial("used_code", outcome="refused", status=401),
    "reset": trial("reset", factor="totp"),
    "reset_password": trial("reset_password"),
}
CONTROL = seen(changed(SOUND, full={"factor": "none"}, first_factor={"pages": PAGES}))


def bundle(trials: list[Trial]) -> MemoryEvidence:
    return evidence("identity.factors", seen(trials), CONTROL)


def stated(**changes: dict[str, Any] | None) -> tuple[str, list[str]]:
    judged = judge_one("SEC-09", bundle(changed(SOUND, **changes)))
    return str(judged.verdict), clauses(judged)


def test_two_factors_pass() -> None:
    assert stated() == ("pass", ["sound"])


OPENED: dict[str, tuple[dict[str, Any], str]] = {
    "first factor": ({"first_factor": {"pages": PAGES}}, "first_factor_enough"),
    "wrong code, whatever the status": ({"wrong_code": {"pages": PAGES}}, "wrong_code_taken"),
    "used code": ({"used_code": {"outcome": "accepted", "status": 200, "pages": PAGES}}, "used_code_taken"),
    "reset": ({"reset": {"pages": PAGES}}, "reset_opens"),
    "password after a reset": ({"reset_password": {"pages": PAGES}}, "reset_opens"),
}


@pytest.mark.parametrize(("changes", "clause"), OPENED.values(), ids=OPENED.keys())
def test_what_opens_with_one_factor_fails(changes: dict[str, Any], clause: str) -> None:
    assert stated(**changes) == ("fail", [clause])


def test_one_factor_alone_fails() -> None:
    one = {"full": {"factor": "none"}, "first_factor": {"pages": PAGES}, "wrong_code": None, "used_code": None}
    assert stated(**one) == ("fail", ["first_factor_enough"])


def test_a_code_by_mail_is_for_people_to_judge() -> None:
    assert stated(full={"factor": "mail"}) == ("review", ["mail_only"])
    assert stated(full={"factor": "mail"}, wrong_code={"pages": PAGES})[0] == "fail"


NEAR = {
    "accepted by status, yet nothing opens": {"wrong_code": {"outcome": "accepted", "status": 200}},
    "public pages are not the second factor's": {
        "full": {"pages": ("/journal", "/aide")},
        "anonymous": {"pages": ("/aide",)},
        "first_factor": {"pages": ("/aide",)},
    },
}


@pytest.mark.parametrize("changes", NEAR.values(), ids=NEAR.keys())
def test_near_misses_pass(changes: dict[str, Any]) -> None:
    assert stated(**changes) == ("pass", ["sound"])


def test_without_a_reset_it_is_said() -> None:
    assert stated(reset={"outcome": "undeclared"}, reset_password=None) == ("pass", ["sound", "reset_not_declared"])


UNSURE: dict[str, tuple[dict[str, Any], str]] = {
    "nothing after a whole sign-in": ({"full": {"pages": ()}}, "no_positive_control"),
    "a whole sign-in refused": ({"full": {"outcome": "refused"}}, "no_positive_control"),
    "everything is public": ({"anonymous": {"pages": PAGES}}, "no_positive_control"),
    "no look as a stranger": ({"anonymous": None}, "no_positive_control"),
    "no wrong code": ({"wrong_code": None}, "code_not_tried"),
    "no mail": ({"used_code": {"outcome": "form_missing"}}, "code_not_tried"),
    "no answer": ({"first_factor": {"outcome": "no_answer"}}, "code_not_tried"),
    "a reset that stops halfway": ({"reset": {"outcome": "form_missing"}}, "reset_not_driven"),
}


@pytest.mark.parametrize(("changes", "clause"), UNSURE.values(), ids=UNSURE.keys())
def test_what_proves_nothing(changes: dict[str, Any], clause: str) -> None:
    assert stated(**changes) == ("inconclusive", [clause])


def test_without_its_control_it_is_inconclusive() -> None:
    whole = bundle(list(SOUND.values()))
    names = [one.id for one in whole.observations if one.look.startswith("control:identity")]
    assert judge_one("SEC-09", without(whole, *names)).verdict == "inconclusive"


def test_a_deleted_observation_never_makes_a_pass() -> None:
    for changes in ({}, {"used_code": {"pages": PAGES}}, {"full": {"factor": "mail"}}):
        assert_deletion_never_passes("SEC-09", bundle(changed(SOUND, **changes)))
