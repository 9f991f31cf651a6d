"""What was played, step by step, out of the observations of the exchange."""

from __future__ import annotations

import msgspec
import pytest

from criteria.assemble import audit_of
from criteria.audit import Audit, encode
from criteria.catalogue import catalogue
from criteria.played import Step
from criteria.steps import MOST_CITED, MOST_STEPS, OPEN, played_of
from tests.criteria.security.test_pairing import NAMES, callbacks, careless
from tests.support.evidence import MemoryEvidence, Sight, bundle_of, looked, sight, without
from tests.support.pairings import PAIRING_CANDIDATE, authorize, signed, token, visit, write

KINDS = ("exchange.callback",)
FAULT = {"scenario": "state_wrong", "phase": "fault", "run": "1"}
BROWSER = (("User-Agent", "browser"),)


def audit(evidence: MemoryEvidence, *only: str) -> Audit:
    return audit_of(evidence, catalogue(), engine="probant 0.1.0", sealed=True, only=only)


def steps(*sights: Sight) -> list[Step]:
    """The steps of one part that was recorded so."""
    evidence = bundle_of(looked("exchange.callback", *sights), candidate=PAIRING_CANDIDATE)
    (played,) = played_of(evidence, KINDS, ())
    (part,) = played.parts
    return list(part.steps)


def sent_by(one: Sight, agent: str) -> Sight:
    data = msgspec.to_builtins(one.data)
    request = {**data["request"], "headers": [*data["request"].get("headers", ()), ("user-agent", agent)]}
    return msgspec.structs.replace(one, data={**data, "request": request})


def test_every_scenario_is_told_in_recorded_order_with_its_phases() -> None:
    played = played_of(callbacks(), KINDS, ())
    assert [one.scenario for one in played] == ["right", *NAMES]
    assert [[part.phase for part in one.parts] for one in played] == [["before"], *[["fault", "after"]] * len(NAMES)]


def test_the_control_app_and_looks_that_nobody_asked_for_are_left_out() -> None:
    assert {one.look for one in played_of(callbacks(), KINDS, ())} == {"candidate:exchange.callback/"}
    assert played_of(callbacks(), ("exchange.tokens",), ()) == ()
    assert audit(callbacks(), "SEC-01").played == ()


def test_what_a_visit_led_to_stands_under_it() -> None:
    """The visit is recorded when it was answered, after the token request that it led to."""
    told = steps(authorize("1", FAULT), token("1", FAULT), visit("1", FAULT), write("1", FAULT), visit("", FAULT))
    assert [(one.actor, one.place, one.operation) for one in told] == [
        ("person", "space", "authorize"),
        ("person", "app", ""),
        ("app", "space", "token"),
        ("person", "app", ""),
        ("app", "space", "write"),
    ]


@pytest.mark.parametrize(("agent", "actor"), [("browser", "person"), ("client", "app")])
def test_the_person_is_told_from_the_app_by_their_browser(agent: str, actor: str) -> None:
    told = steps(sent_by(authorize("1", FAULT), agent), sent_by(visit("1", FAULT), "browser"))
    assert [one.actor for one in told if one.place == "space"] == [actor]


def test_a_step_says_what_was_sent_and_what_is_known_of_its_secrets() -> None:
    (asked,) = steps(token("1", FAULT, assertion=signed("1", alg="none", by="")))
    assert asked.sent["code"] == "~~secret-code-1~~"
    assert asked.sent["code_verifier.s256"] == "challenge-1"
    assert (asked.sent["client_assertion.alg"], asked.sent["client_assertion.signed_by"]) == ("none", "?")
    assert asked.answered == {name: f"~~secret-{name}-1~~" for name in ("access_token", "refresh_token", "id_token")}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b'{"resourceType":"Bundle","entry":[{},{}]}', {"resourceType": "Bundle", "entries": "2"}),
        (b'{"link":[{"relation":"self"},{"relation":"next","url":"https://o.test/"}]}', {"next": "https://o.test/"}),
        (b'{"issue":[{"diagnostics":"No consent"},{"code":"forbidden"}]}', {"issue": "No consent; forbidden"}),
        (b'{"issue":7,"link":{},"entry":null}', {}),
        (b"[" * 100_000, {}),
        (b"\xff\x00", {}),
        (b"[]", {}),
    ],
)
def test_a_business_call_says_what_it_was_told(answer: bytes, told: dict[str, str]) -> None:
    call = write("1", FAULT)
    (step,) = steps(msgspec.structs.replace(call, blobs={**call.blobs, "response_body": answer}))
    assert step.answered == told
    assert step.sent == {"authorization": "Bearer ~~secret-access_token-1~~"}


def test_what_leads_to_another_host_is_told_so() -> None:
    (step,) = steps(write("1", FAULT, at="foreign"))
    assert (step.place, step.url) == ("elsewhere", "https://other.test/fhir")


def test_a_page_that_follows_the_callback_is_none() -> None:
    page = visit("", FAULT)
    plain = {**page.data, "request": {**page.data["request"], "url": "https://app.example.fr/espace?fait=associe"}}
    told = steps(page, msgspec.structs.replace(page, data=plain))
    assert [one.callback for one in told] == [True, False]


def test_a_flood_is_counted_and_what_a_finding_cites_is_kept() -> None:
    flood = [write(str(number), FAULT) for number in range(MOST_STEPS + MOST_CITED + 9)]
    evidence = bundle_of(looked("exchange.callback", *flood), candidate=PAIRING_CANDIDATE)
    last = evidence.observations[-1].id
    (part,) = played_of(evidence, KINDS, {last})[0].parts
    assert (len(part.steps), part.steps[-1].observation, part.more) == (MOST_STEPS + 1, last, MOST_CITED + 8)
    (part,) = played_of(evidence, KINDS, {seen.id for seen in evidence.observations})[0].parts
    assert (len(part.steps), part.more) == (MOST_STEPS + MOST_CITED, 9)


def test_a_hostile_length_is_cut() -> None:
    (step,) = steps(authorize("1", FAULT, scope="s" * 100_000))
    assert len(step.sent["scope"]) < 300


def test_attempts_are_told_apart() -> None:
    """The first was closed after two steps; of the second the bundle holds no close."""
    evidence = bundle_of(looked("exchange.callback", *[visit("1", FAULT)] * 5), candidate=PAIRING_CANDIDATE)
    names = [seen.id for seen in evidence.observations]
    close = msgspec.structs.replace(evidence.closes[0], observations=tuple(names[:2]))
    again = msgspec.structs.replace(close, attempt=2, observations=tuple(names[2:4]))
    found = played_of(msgspec.structs.replace(evidence, closes=(close, again)), KINDS, ())
    assert [(one.attempt, len(one.parts[0].steps)) for one in found] == [(1, 2), (2, 2), (OPEN, 1)]


@pytest.mark.parametrize("data", [{}, {"tags": 7}, {"tags": {"scenario": "state_wrong"}}])
def test_what_is_no_exchange_is_no_step(data: dict[str, object]) -> None:
    evidence = bundle_of(looked("exchange.callback", sight("space.metadata", data)), candidate=PAIRING_CANDIDATE)
    assert played_of(evidence, KINDS, ()) == ()


def test_an_exchange_whose_bytes_are_gone_is_told_all_the_same() -> None:
    evidence = callbacks()
    bare = msgspec.structs.replace(evidence, blobs={})
    count = sum(len(part.steps) for one in played_of(evidence, KINDS, ()) for part in one.parts)
    assert sum(len(part.steps) for one in played_of(bare, KINDS, ()) for part in one.parts) == count


def test_the_same_evidence_gives_the_same_bytes() -> None:
    changed = {"state_wrong": careless("state_wrong", 1)}
    once, again = (encode(audit(callbacks(changed), "SEC-20")) for _ in range(2))
    assert once == again
    shorter = without(callbacks(changed), callbacks(changed).observations[0].id)
    assert encode(audit(shorter, "SEC-20")) != once


def test_every_step_that_a_fail_rests_on_is_told() -> None:
    found = audit(callbacks({"state_wrong": careless("state_wrong", 1)}), "SEC-20")
    told = {step.observation for one in found.played for part in one.parts for step in part.steps}
    assert found.verdicts[0].finding.rests_on
    assert set(found.verdicts[0].finding.rests_on) <= told
