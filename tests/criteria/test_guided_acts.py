"""What guided acts are worth: arrivals count as ever, a person's word is no fail, unseen screens are no pass."""

from __future__ import annotations

import msgspec
import pytest

from criteria.candidate import Candidate
from criteria.catalogue import catalogue
from criteria.facts.guided_step import GuidedStep
from criteria.guided import ACTS, unseen
from criteria.steps import played_of
from tests.criteria.security.test_consent_ends import consent, unpaired
from tests.criteria.security.test_consent_ends import tags as consent_tags
from tests.criteria.security.test_pairing import FIVE, pairings
from tests.criteria.security.test_pairing_client import REDIRECTED, SOUND, client
from tests.criteria.security.test_pairing_tokens import accepted, refused, tokens
from tests.criteria.security.test_reliability import at, exchange, reading, written
from tests.criteria.security.test_reliability import tags as reliability_tags
from tests.support.evidence import MemoryEvidence, Sight, bundle_of, clauses, judge_one, looked, sight, without
from tests.support.pairings import PAIRING_CANDIDATE, authorize, token
from tests.support.rounds import read, write


def guided(evidence: MemoryEvidence, *journeys: str) -> MemoryEvidence:
    """The same evidence of a candidate whose exchange is guided."""
    assert evidence.plan is not None
    candidate = {**evidence.plan.candidate, "guided": sorted(journeys or ACTS)}
    return msgspec.structs.replace(evidence, plan=msgspec.structs.replace(evidence.plan, candidate=candidate))


@pytest.mark.parametrize(("criterion", "evidence"), [("SEC-19", pairings(*FIVE)), ("SEC-21", tokens())])
def test_what_arrives_at_the_space_passes_as_ever(criterion: str, evidence: MemoryEvidence) -> None:
    assert judge_one(criterion, guided(evidence)).verdict == judge_one(criterion, evidence).verdict == "pass"


def test_a_fail_that_arrived_is_a_fail_whoever_acted() -> None:
    bad = guided(tokens({"token_alg_none": accepted("token_alg_none")}))
    assert judge_one("SEC-21", bad).verdict == "fail"
    withdrawn = consent_tags("consent_withdrawn")
    more = [write(withdrawn, stored="", status=403, altered=True)] * 3
    called = guided(consent({"consent_withdrawn": more}))
    assert (judge_one("SEC-23", called).verdict, clauses(judge_one("SEC-23", called))[0]) == (
        "fail",
        "call_after_refusal",
    )


BY_WORD = [
    ("SEC-21", "skew_refused", tokens({"token_skewed": refused("token_skewed")})),
    ("SEC-21", "rotation_refused", tokens({"key_rotated": refused("key_rotated")})),
    ("SEC-23", "call_after_unpairing", consent({"unpaired": unpaired(write(consent_tags("unpaired")))})),
    ("SEC-26", "stored_twice", exchange({"answer_lost": written("answer_lost", at("answer_lost", stored="8"))})),
    (
        "SEC-26",
        "loop_followed",
        exchange({"next_loop": reading("next_loop", *[read(reliability_tags("next_loop"), altered=True)] * 10)}),
    ),
]


@pytest.mark.parametrize(("criterion", "clause", "evidence"), BY_WORD, ids=[one[1] for one in BY_WORD])
def test_a_fail_that_rests_on_a_persons_word_is_for_a_reviewer(
    criterion: str, clause: str, evidence: MemoryEvidence
) -> None:
    assert judge_one(criterion, evidence).verdict == "fail"
    judged = judge_one(criterion, guided(evidence))
    assert (judged.verdict, clauses(judged)[0]) == ("review", clause)


@pytest.mark.parametrize(("criterion", "evidence"), [("SEC-23", consent()), ("SEC-26", exchange())])
def test_screens_that_nobody_saw_are_no_pass(criterion: str, evidence: MemoryEvidence) -> None:
    assert judge_one(criterion, evidence).verdict == "pass"
    judged = judge_one(criterion, guided(evidence))
    assert (judged.verdict, clauses(judged)[0]) == ("inconclusive", "gap.guided_unseen")
    paired_by_hand = guided(evidence, "connect_space", "disconnect_space")
    assert judge_one(criterion, paired_by_hand).verdict == "pass", "the screens of the other journeys were seen"


def test_the_criteria_that_need_screens_of_the_exchange_are_these() -> None:
    candidate = Candidate(name="", guided=tuple(sorted(ACTS)))
    blind = {one.id for one in catalogue().criteria if list(unseen(one, candidate))}
    assert blind == {"SEC-23", "SEC-24", "SEC-25", "SEC-26", "GDP-11", "GDP-17", "CON-12"}
    assert not any(list(unseen(one, Candidate(name="", guided=("sign_up",)))) for one in catalogue().criteria)


def step(outcome: str, reason: str = "", **tags: str) -> Sight:
    act = GuidedStep(
        tags={"scenario": "right", "phase": "before", "run": "0", **tags},
        journeys=("disconnect_space", "connect_space"),
        person="a",
        instructions=("Open\x1b[2J", "Connect " + "x" * 600),
        number=1,
        asked_at="2026-07-01T10:00:00.000Z",
        outcome=outcome,
        reason=reason,
    )
    return sight("guided.step", act)


def test_the_step_by_step_shows_a_person_and_what_they_led_to() -> None:
    right = {"scenario": "right", "phase": "before", "run": "0"}
    evidence = bundle_of(
        looked("exchange.tokens", authorize("1", right), token("1", right), step("done"), step("cannot", "grey\u202e")),
        candidate=PAIRING_CANDIDATE,
    )
    (played,) = played_of(evidence, ("exchange.tokens",), ())
    told = [(one.actor, one.place, one.operation, one.guided) for one in played.parts[0].steps]
    assert told == [
        ("person", "space", "authorize", ""),
        ("person", "app", "", "done"),
        ("app", "space", "token", ""),
        ("person", "app", "", "cannot"),
    ]
    first, last = played.parts[0].steps[1], played.parts[0].steps[3]
    assert first.trigger == "disconnect_space, connect_space"
    assert all(line.isprintable() and len(line) <= 240 for line in (*first.told, last.reason))



@pytest.mark.parametrize(
    ("outcome", "by_hand", "tried"),
    [("done", True, True), ("failed", True, False), ("failed", False, True)],
)
def test_an_untrusted_server_was_tried_where_the_person_confirmed(outcome: str, by_hand: bool, tried: bool) -> None:
    data = {"scenario": "certificate_untrusted", "phase": "fault", "run": "15", "trigger": "share_measure"}
    asked = sight("exchange.trigger", {**data, "outcome": outcome, "guided": by_hand})
    judged = judge_one("SEC-22", client(*SOUND, sent_on=[*REDIRECTED[1:], asked]))
    assert ("certificate_not_tried" not in clauses(judged)) is tried


@pytest.mark.parametrize(
    ("outcome", "scenario", "verdict"),
    [
        ("done", "token_alg_none", "pass"),
        ("cannot", "token_alg_none", "inconclusive"),
        ("cannot", "token_good", "pass"),
        ("cannot", "right", "pass"),
    ],
)
def test_a_refusal_that_nobody_could_try_proves_nothing(outcome: str, scenario: str, verdict: str) -> None:
    evidence = guided(tokens())
    look = next(one.look for one in evidence.observations)
    said = msgspec.structs.replace(
        evidence.observations[-1],
        id="o-guided",
        look=look,
        kind="guided.step",
        data=msgspec.to_builtins(step(outcome, "it shows an error", scenario=scenario, phase="fault", run="1").data),
        blobs={},
        secrets=(),
    )
    closes = tuple(
        msgspec.structs.replace(one, observations=(*one.observations, said.id)) if one.look == look else one
        for one in evidence.closes
    )
    whole = msgspec.structs.replace(evidence, observations=(*evidence.observations, said), closes=closes)
    judged = judge_one("SEC-21", whole)
    assert judged.verdict == verdict
    assert ("not_confirmed" in clauses(judged)) is (verdict == "inconclusive")
    assert judge_one("SEC-21", without(whole, said.id)).verdict == "inconclusive"
