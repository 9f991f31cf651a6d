"""SEC-19 and SEC-20 on recorded pairings: passes, every fault, too little seen, missing control, deletion."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.support.evidence import (
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    looked,
)
from tests.support.pairings import (
    PAIRING_CANDIDATE,
    PAIRING_CONTROL,
    authorize,
    token,
    verifier,
    visit,
    write,
)

RIGHT = {"scenario": "right", "phase": "right"}
PLAIN = looked(
    "exchange.pairing",
    authorize("c", RIGHT, code_challenge_method="plain", code_challenge="~~secret-code_verifier-c~~"),
    token("c", RIGHT),
    subject="control",
)


def right(number: int) -> list[Sight]:
    """One right pairing."""
    return [authorize(str(number), RIGHT), token(str(number), RIGHT)]


FIVE = [one for number in range(5) for one in right(number)]


def pairings(*sights: Sight, control: bool = True) -> MemoryEvidence:
    """A bundle with this pairing look, and the control's."""
    looks = [looked("exchange.pairing", *sights), *([PLAIN] if control else [])]
    return bundle_of(*looks, candidate=PAIRING_CANDIDATE, control=PAIRING_CONTROL)


@pytest.mark.parametrize(
    ("sights", "clause"),
    [
        pytest.param([authorize("x", RIGHT, response_type="code id_token")], "other_flow", id="hybrid"),
        pytest.param([authorize("x", RIGHT, response_type="token")], "other_flow", id="implicit"),
        pytest.param([authorize("x", RIGHT, code_challenge="")], "no_challenge", id="no challenge"),
        pytest.param([authorize("x", RIGHT, code_challenge_method="plain")], "not_s256", id="plain"),
        pytest.param([authorize("x", RIGHT, code_challenge_method="")], "not_s256", id="method left out means plain"),
        pytest.param(
            [authorize("x", RIGHT, redirect_uri="https://app.example.fr/retour?a=1")],
            "redirect_differs",
            id="redirect with a query",
        ),
        pytest.param(
            [authorize("x", RIGHT), token("x", RIGHT, secret=verifier("x", length=42))],
            "bad_verifier",
            id="42 characters",
        ),
        pytest.param(
            [authorize("x", RIGHT), token("x", RIGHT, secret=verifier("x", length=129))],
            "bad_verifier",
            id="129 characters",
        ),
        pytest.param(
            [authorize("x", RIGHT), token("x", RIGHT, secret=verifier("x", charset="base64"))],
            "bad_verifier",
            id="reserved characters",
        ),
        pytest.param(
            [authorize("x", RIGHT), token("x", RIGHT, secret=verifier("x", s256="other"))],
            "verifier_unfit",
            id="fits no challenge",
        ),
        pytest.param(
            [authorize("x", RIGHT), token("x", RIGHT, with_verifier=False)], "verifier_unfit", id="verifier left out"
        ),
        pytest.param(
            [authorize("x", RIGHT), token("x", RIGHT, secret=verifier("0"))],
            "verifier_reused",
            id="verifier of an earlier pairing",
        ),
    ],
)
def test_sec_19_fails(sights: Sequence[Sight], clause: str) -> None:
    judged = judge_one("SEC-19", pairings(*FIVE, *sights))
    assert judged.verdict == "fail"
    assert clause in clauses(judged)
    assert judged.finding.rests_on, "a fail names the observations that carry it"


@pytest.mark.parametrize(
    "sights",
    [
        pytest.param(FIVE, id="five pairings"),
        pytest.param([*FIVE, authorize("0", RIGHT)], id="the same request again after signing in"),
        pytest.param([*FIVE, authorize("x", RIGHT)], id="a request that nobody completed"),
        pytest.param([*FIVE, authorize("x", RIGHT), token("x", RIGHT, secret=verifier("x", length=43))], id="43"),
        pytest.param([*FIVE, authorize("x", RIGHT), token("x", RIGHT, secret=verifier("x", length=128))], id="128"),
        pytest.param([*FIVE, authorize("x", RIGHT, nonce="", claims="{}")], id="unusual but lawful parameters"),
        pytest.param([*FIVE, token("0", RIGHT, status=400)], id="the same code redeemed again (belongs to SEC-20)"),
    ],
)
def test_sec_19_passes(sights: Sequence[Sight]) -> None:
    judged = judge_one("SEC-19", pairings(*sights))
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound"])


@pytest.mark.parametrize(
    ("evidence", "clause"),
    [
        pytest.param(pairings(*FIVE[:8]), "too_few", id="four pairings"),
        pytest.param(pairings(*FIVE[1::2]), "verifier_unfit", id="requests not recorded"),
        pytest.param(pairings(*FIVE, control=False), "gap.control", id="no control"),
        pytest.param(
            bundle_of(
                failed("exchange.pairing", "exchange.never_came", url="?"),
                PLAIN,
                candidate=PAIRING_CANDIDATE,
                control=PAIRING_CONTROL,
            ),
            "exchange.never_came",
            id="never came to the space",
        ),
    ],
)
def test_sec_19_is_not_decided_by_too_little(evidence: MemoryEvidence, clause: str) -> None:
    judged = judge_one("SEC-19", evidence)
    assert judged.verdict != "pass"
    assert clause in clauses(judged)


def test_sec_19_deletion_never_passes() -> None:
    assert_deletion_never_passes("SEC-19", pairings(*FIVE))


def bracket(scenario: str, run: int, sights: Sequence[Sight]) -> list[Sight]:
    """A fault, then a right pairing after it."""
    after = {"scenario": scenario, "phase": "after", "run": str(run)}
    return [*sights, authorize(f"a{run}", after), token(f"a{run}", after), visit(f"a{run}", after)]


def careful(scenario: str, run: int) -> list[Sight]:
    """What a careful client does under ``scenario``."""
    tags = {"scenario": scenario, "phase": "fault", "run": str(run)}
    number = f"f{run}"
    if scenario == "callback_replayed":
        return [authorize(number, tags), token(number, tags), visit(number, tags), visit(number, tags, status=400)]
    if scenario == "callback_of_another_session":
        return [authorize(number, tags), authorize("other", tags), visit("other", tags, status=400)]
    if scenario == "nonce_wrong":
        return [authorize(number, tags), token(number, tags, altered=True), visit(number, tags, status=400)]
    if scenario == "error_response":
        return [authorize(number, tags, altered=True), visit("", tags)]
    return [authorize(number, tags, altered=True), visit(number, tags, status=400)]


def careless(scenario: str, run: int) -> list[Sight]:
    """What a careless client does under ``scenario``."""
    tags = {"scenario": scenario, "phase": "fault", "run": str(run)}
    number = f"f{run}"
    more = {
        "callback_replayed": [token(number, tags, status=400)],
        "callback_of_another_session": [token("other", tags)],
        "nonce_wrong": [write(number, tags)],
        "error_response": [visit("", tags, status=500)],
    }.get(scenario, [token(number, tags)])
    return [*careful(scenario, run), *more]


NAMES = (
    "state_wrong",
    "state_absent",
    "iss_wrong",
    "iss_absent",
    "callback_of_another_session",
    "callback_replayed",
    "nonce_wrong",
    "error_response",
)
BEFORE = {"scenario": "right", "phase": "before", "run": "0"}
OPENING = [authorize("b", BEFORE), token("b", BEFORE), visit("b", BEFORE)]
ALL_CAREFUL = {name: careful(name, run) for run, name in enumerate(NAMES, 1)}
CARELESS_CONTROL = looked(
    "exchange.callback",
    *OPENING,
    *(one for run, name in enumerate(NAMES, 1) for one in bracket(name, run, careless(name, run))),
    subject="control",
)


def callbacks(changed: dict[str, list[Sight]] | None = None, *, control: bool = True) -> MemoryEvidence:
    """A bundle of every scenario, some of them with other sights than a careful client's (``[]``: not played)."""
    played = {**ALL_CAREFUL, **(changed or {})}
    sights = [*OPENING]
    for run, name in enumerate(NAMES, 1):
        sights += bracket(name, run, played[name]) if played[name] else []
    looks = [looked("exchange.callback", *sights), *([CARELESS_CONTROL] if control else [])]
    return bundle_of(*looks, candidate=PAIRING_CANDIDATE, control=PAIRING_CONTROL)


def test_sec_20_passes() -> None:
    judged = judge_one("SEC-20", callbacks())
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound"])


@pytest.mark.parametrize("scenario", NAMES)
def test_sec_20_fails_on_each_variant_alone(scenario: str) -> None:
    run = NAMES.index(scenario) + 1
    judged = judge_one("SEC-20", callbacks({scenario: careless(scenario, run)}))
    assert judged.verdict == "fail"
    assert [said.outcome for said in judged.finding.statements].count("fail") == 1
    assert judged.finding.rests_on


@pytest.mark.parametrize("scenario", NAMES)
def test_sec_20_needs_every_variant(scenario: str) -> None:
    judged = judge_one("SEC-20", callbacks({scenario: []}))
    assert judged.verdict == "inconclusive"
    assert "not_played" in clauses(judged)


def test_sec_20_a_token_request_that_comes_late_still_counts() -> None:
    late = {"scenario": "state_wrong", "phase": "after", "run": "1"}
    judged = judge_one("SEC-20", callbacks({"state_wrong": [*careful("state_wrong", 1), token("f1", late)]}))
    assert judged.verdict == "fail"


def test_sec_20_a_dead_client_is_not_careful() -> None:
    """Nothing but the faults was recorded: no right pairing before or after."""
    sights = [one for run, name in enumerate(NAMES, 1) for one in careful(name, run)]
    evidence = bundle_of(
        looked("exchange.callback", *sights), CARELESS_CONTROL, candidate=PAIRING_CANDIDATE, control=PAIRING_CONTROL
    )
    judged = judge_one("SEC-20", evidence)
    assert judged.verdict == "inconclusive"
    assert "not_alive" in clauses(judged)


def test_sec_20_without_a_nonce_a_person_judges() -> None:
    tags = {"scenario": "nonce_wrong", "phase": "fault", "run": "7"}
    sights = [authorize("f7", tags, nonce=""), token("f7", tags, altered=True), visit("f7", tags), write("f7", tags)]
    judged = judge_one("SEC-20", callbacks({"nonce_wrong": sights}))
    assert judged.verdict == "review"


@pytest.mark.parametrize("scenario", [name for name in NAMES if name != "callback_replayed"])
def test_sec_20_a_callback_that_was_never_answered_proves_nothing(scenario: str) -> None:
    """A broken line is no refusal and, after an error response, no crash."""
    run = NAMES.index(scenario) + 1
    tags = {"scenario": scenario, "phase": "fault", "run": str(run)}
    sights = [authorize(f"f{run}", tags, altered=True), visit("", tags, error="closed")]
    judged = judge_one("SEC-20", callbacks({scenario: sights}))
    assert judged.verdict == "inconclusive"
    assert "not_played" in clauses(judged)


def test_sec_20_needs_its_control() -> None:
    judged = judge_one("SEC-20", callbacks(control=False))
    assert (judged.verdict, clauses(judged)[0]) == ("inconclusive", "gap.control")


def test_sec_20_deletion_never_passes() -> None:
    assert_deletion_never_passes("SEC-20", callbacks())
