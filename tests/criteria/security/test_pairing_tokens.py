"""SEC-21 on recorded id_tokens: passes, each fault alone, too little seen, missing control, deletion."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from criteria.observation import Subject
from criteria.security.token_rules import BAD, GOOD, RENEWED
from tests.support.evidence import (
    Looked,
    MemoryEvidence,
    Sight,
    bundle_of,
    clauses,
    failed,
    judge_one,
    looked,
    without,
)
from tests.support.pairings import PAIRING_CANDIDATE, PAIRING_CONTROL, authorize, refresh, token, visit, write

NAMES = (*BAD, *(name for name in GOOD if name != "key_rotated"), "key_rotated")
BEFORE = {"scenario": "right", "phase": "before", "run": "0"}
OPENING = [authorize("b", BEFORE), token("b", BEFORE), write("b", BEFORE)]
FAILS = {name: clause for name, clause in BAD.items() if clause != "future_accepted"}


def tags(scenario: str, phase: str = "fault") -> dict[str, str]:
    """Of one scenario in the order in which all are played."""
    return {"scenario": scenario, "phase": phase, "run": str(NAMES.index(scenario) + 1)}


def refused(scenario: str) -> list[Sight]:
    """A client that uses none of the tokens."""
    mine, number = tags(scenario), f"f-{scenario}"
    if scenario == RENEWED:
        return [refresh(number, "a-token_iat_future", mine, altered=True)]
    return [authorize(number, mine), token(number, mine, altered=True), visit(number, mine, status=400)]


def accepted(scenario: str) -> list[Sight]:
    """A client that uses them."""
    return [*refused(scenario), write(f"f-{scenario}", tags(scenario))]


def right_one(scenario: str) -> list[Sight]:
    """The right pairing after ``scenario``."""
    mine, number = tags(scenario, "after"), f"a-{scenario}"
    return [authorize(number, mine), token(number, mine), write(number, mine)]


def look(played: dict[str, list[Sight]], after: dict[str, list[Sight]], subject: Subject = "candidate") -> Looked:
    sights = [*OPENING]
    for name in NAMES:
        sights += [*played[name], *after.get(name, right_one(name))]
    return looked("exchange.tokens", *sights, subject=subject)


SOUND = {**{name: refused(name) for name in BAD}, **{name: accepted(name) for name in GOOD}}
CARELESS = look({name: accepted(name) for name in NAMES}, {}, "control")


def tokens(
    changed: dict[str, list[Sight]] | None = None,
    after: dict[str, list[Sight]] | None = None,
    *,
    control: bool = True,
) -> MemoryEvidence:
    """A bundle of every id_token, some with other sights than a right client's (``[]``: not played)."""
    looks = [look({**SOUND, **(changed or {})}, after or {}), *([CARELESS] if control else [])]
    return bundle_of(*looks, candidate=PAIRING_CANDIDATE, control=PAIRING_CONTROL)


def test_sec_21_passes() -> None:
    judged = judge_one("SEC-21", tokens())
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound"])


@pytest.mark.parametrize("scenario", FAILS)
def test_sec_21_fails_on_each_bad_token_alone(scenario: str) -> None:
    judged = judge_one("SEC-21", tokens({scenario: accepted(scenario)}))
    assert (judged.verdict, clauses(judged)[0]) == ("fail", FAILS[scenario])
    assert [said.outcome for said in judged.finding.statements].count("fail") == 1
    assert judged.finding.rests_on


@pytest.mark.parametrize(
    ("scenario", "clause"), [("token_skewed", "skew_refused"), ("key_rotated", "rotation_refused")]
)
def test_sec_21_fails_on_a_good_token_refused(scenario: str, clause: str) -> None:
    judged = judge_one("SEC-21", tokens({scenario: refused(scenario)}))
    assert (judged.verdict, clauses(judged)[0]) == ("fail", clause)


def test_sec_21_a_client_that_no_rotation_reaches_stays_out_afterwards() -> None:
    judged = judge_one("SEC-21", tokens({"key_rotated": refused("key_rotated")}, {"key_rotated": []}))
    assert (judged.verdict, clauses(judged)[0]) == ("fail", "rotation_refused")


def test_sec_21_a_later_try_after_the_rotation_counts() -> None:
    mine = tags("key_rotated")
    later = [*refused("key_rotated"), authorize("again", mine), token("again", mine), write("again", mine)]
    assert judge_one("SEC-21", tokens({"key_rotated": later})).verdict == "pass"


@pytest.mark.parametrize("phase", ["fault", "after"])
def test_sec_21_tokens_had_for_the_refresh_token_count_too(phase: str) -> None:
    """A client that finds the token expired renews before it calls."""
    mine = tags("token_expired", phase)
    renewed = [refresh("r", "f-token_expired", mine), write("r", mine)]
    judged = judge_one("SEC-21", tokens({"token_expired": [*refused("token_expired"), *renewed]}))
    assert clauses(judged)[0] == "expired_accepted"
    skewed = [*refused("token_skewed"), refresh("s", "f-token_skewed", mine), write("s", mine)]
    assert judge_one("SEC-21", tokens({"token_skewed": skewed})).verdict == "pass"


def test_sec_21_calls_with_earlier_tokens_are_no_acceptance() -> None:
    """An app that is not disconnected goes on with the tokens that it has."""
    mine = tags("token_alg_none")
    goes_on = [*refused("token_alg_none"), write("b", mine)]
    assert judge_one("SEC-21", tokens({"token_alg_none": goes_on})).verdict == "pass"


def test_sec_21_a_token_of_the_future_is_a_remark() -> None:
    judged = judge_one("SEC-21", tokens({"token_iat_future": accepted("token_iat_future")}))
    assert judged.verdict == "pass"
    assert "future_accepted" in clauses(judged)


def test_sec_21_needs_the_good_token_accepted() -> None:
    judged = judge_one("SEC-21", tokens({"token_good": refused("token_good")}))
    assert (judged.verdict, clauses(judged)[0]) == ("inconclusive", "resigned_refused")


@pytest.mark.parametrize("scenario", NAMES)
def test_sec_21_needs_every_token(scenario: str) -> None:
    judged = judge_one("SEC-21", tokens({scenario: []}))
    assert (judged.verdict, clauses(judged)[0]) == ("inconclusive", "not_played")


@pytest.mark.parametrize("scenario", BAD)
def test_sec_21_a_dead_client_is_not_careful(scenario: str) -> None:
    """After the fault nothing was used any more."""
    dead: Sequence[Sight] = right_one(scenario)[:2]
    judged = judge_one("SEC-21", tokens(after={scenario: list(dead)}))
    assert (judged.verdict, clauses(judged)[0]) == ("inconclusive", "not_alive")


def test_sec_21_a_client_that_calls_nothing_shows_nothing() -> None:
    quiet = {name: refused(name) for name in NAMES}
    judged = judge_one("SEC-21", tokens(quiet, {name: right_one(name)[:2] for name in NAMES}))
    assert judged.verdict == "inconclusive"
    assert set(clauses(judged)) <= {"not_alive"}


def test_sec_21_does_not_apply_without_id_tokens() -> None:
    bare = looked("exchange.tokens", authorize("b", BEFORE), token("b", BEFORE, with_id_token=False))
    evidence = bundle_of(bare, CARELESS, candidate=PAIRING_CANDIDATE, control=PAIRING_CONTROL)
    assert judge_one("SEC-21", evidence).verdict == "not_applicable"


def test_sec_21_tells_why_the_look_failed() -> None:
    looks = (failed("exchange.tokens", "exchange.never_came", url="?"), CARELESS)
    evidence = bundle_of(*looks, candidate=PAIRING_CANDIDATE, control=PAIRING_CONTROL)
    judged = judge_one("SEC-21", evidence)
    assert judged.verdict == "inconclusive"
    assert "exchange.never_came" in clauses(judged)


def test_sec_21_never_blames_a_client_that_does_not_renew() -> None:
    """Told that its token had ended, it stopped; or it was never given a refresh token."""
    ended = write("a-token_iat_future", tags(RENEWED))
    ended.data["response"]["status"] = 401
    judged = judge_one("SEC-21", tokens({RENEWED: [ended]}))
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound", "no_renewal"])


def test_sec_21_needs_its_control() -> None:
    judged = judge_one("SEC-21", tokens(control=False))
    assert (judged.verdict, clauses(judged)[0]) == ("inconclusive", "gap.control")


def test_sec_21_needs_a_control_that_accepts_every_bad_token() -> None:
    for scenario in set(BAD) - {RENEWED}:
        played = {**{name: accepted(name) for name in NAMES}, scenario: refused(scenario)}
        looks = (look(SOUND, {}), look(played, {}, "control"))
        evidence = bundle_of(*looks, candidate=PAIRING_CANDIDATE, control=PAIRING_CONTROL)
        assert judge_one("SEC-21", evidence).verdict == "inconclusive"


@pytest.mark.parametrize("scenario", ["token_good", "token_skewed", "token_hs256"])
def test_sec_21_deletion_never_passes(scenario: str) -> None:
    """Of a bundle that passes, and of two that fail: each observation, and runs of some lengths."""
    changed = {"token_good": accepted, "token_skewed": refused, "token_hs256": accepted}[scenario](scenario)
    evidence = tokens({scenario: changed})
    names = [seen.id for seen in evidence.observations]
    for length in (1, 3, 7, 20, len(names)):
        for start in range(0, len(names), length):
            holed = without(evidence, *names[start : start + length])
            assert judge_one("SEC-21", holed).verdict != "pass", names[start : start + length]
