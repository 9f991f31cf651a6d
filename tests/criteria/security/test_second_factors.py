"""SEC-09: what opens without two factors."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.facts.identity import Trial
from criteria.observation import Secret
from tests.support.evidence import (
    BASE,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    clauses,
    exchange,
    judge_one,
    without,
)
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
CODE, PASSWORD = "one_time_code", "password"


def sent(experiment: str, *kinds: str, second: int = 0) -> Sight:
    """A request of the sign-in of this experiment, with secrets of these kinds, at this second."""
    secrets = tuple(Secret(ref=kind, kind=kind, length=9, charset="a", digest="d") for kind in kinds)
    tags = {"experiment": experiment, "journey": "sign_in", "step": "2"}
    one = exchange(f"{BASE}/connexion", method="POST", status=303, purpose="identity", tags=tags)
    return msgspec.structs.replace(one, secrets=secrets, mono_ns=second * 1_000_000_000)


WALKED = (sent("full", PASSWORD), sent("full", CODE), sent("used_code", CODE))
CONTROL = seen(changed(SOUND, full={"factor": "none"}, first_factor={"pages": PAGES}), *WALKED)


def bundle(trials: list[Trial], *walked: Sight) -> MemoryEvidence:
    return evidence("identity.factors", seen(trials, *(walked or WALKED)), CONTROL)


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


def test_a_reset_that_a_page_offers_has_to_be_tried() -> None:
    link = "<a href='/mot-de-passe-oublie'>Mot de passe oublié ?</a>"
    trials = changed(SOUND, reset={"outcome": "undeclared"}, reset_password=None)
    found = evidence("identity.factors", seen(trials, *WALKED), CONTROL, home=link)
    judged = judge_one("SEC-09", found)
    assert (str(judged.verdict), clauses(judged)) == ("inconclusive", ["reset_untried"])


def test_a_code_without_a_password_is_for_people_to_judge() -> None:
    judged = judge_one("SEC-09", bundle(list(SOUND.values()), sent("full", CODE)))
    assert (str(judged.verdict), clauses(judged)) == ("review", ["password_unseen"])


def test_a_delegated_sign_in_is_no_single_factor() -> None:
    one = {"full": {"factor": "none"}, "first_factor": {"pages": PAGES}, "wrong_code": None, "used_code": None}
    judged = judge_one("SEC-09", bundle(changed(SOUND, **one), sent("full")))
    assert (str(judged.verdict), clauses(judged)) == ("inconclusive", ["factors_unseen"])


@pytest.mark.parametrize(("second", "verdict"), [(10, "pass"), (14, "inconclusive")])
def test_a_used_code_may_be_refused_for_its_age(second: int, verdict: str) -> None:
    walked = (sent("full", PASSWORD, second=1), sent("full", CODE, second=1), sent("used_code", CODE, second=second))
    assert judge_one("SEC-09", bundle(list(SOUND.values()), *walked)).verdict == verdict


UNSURE: dict[str, tuple[dict[str, Any], str]] = {
    "nothing after a whole sign-in": ({"full": {"pages": ()}}, "no_positive_control"),
    "a whole sign-in refused": ({"full": {"outcome": "refused"}}, "no_positive_control"),
    "everything is public": ({"anonymous": {"pages": PAGES}}, "no_positive_control"),
    "no look as a stranger": ({"anonymous": None}, "no_positive_control"),
    "no wrong code": ({"wrong_code": None}, "code_not_tried"),
    "no mail": ({"used_code": {"outcome": "form_missing"}}, "code_not_tried"),
    "a busy server": ({"wrong_code": {"outcome": "refused", "status": 429}}, "code_not_tried"),
    "a failing server": ({"first_factor": {"outcome": "refused", "status": 500}}, "code_not_tried"),
    "a code that was never asked for": (
        {"first_factor": {"step": 2}, "wrong_code": {"outcome": "refused", "status": 401, "step": 2}},
        "code_not_tried",
    ),
    "a reset that nobody may try": ({"reset": {"outcome": "not_disposable"}}, "reset_untried"),
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
