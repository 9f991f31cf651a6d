"""What the lab does to business calls: each scenario answers as it says, and the space stores what it should."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from conformance.lab.business import BUSINESS
from conformance.lab.outcomes import RETRY_AFTER
from conformance.lab.pages import PAGES
from conformance.lab.scenarios import scenarios
from criteria.facts import fhir_bodies
from tests.conformance import samples
from tests.conformance.playing import Playing, run_lab
from tests.conformance.tls import TlsFiles

CODE = "8867-4"


@pytest.fixture(scope="module")
def playing(tls: TlsFiles) -> Iterator[Playing]:
    with run_lab(tls) as running:
        yield running


@pytest.fixture(scope="module")
def tokens(playing: Playing) -> dict[str, Any]:
    return playing.client.pair(playing.browser)


def subject(playing: Playing, tokens: dict[str, Any]) -> tuple[str, str]:
    claims = playing.client.claims(tokens["id_token"])
    return f"urn:oid:{claims['assign_auth']}", claims["sub"]


def write(playing: Playing, tokens: dict[str, Any], name: str = "") -> requests.Response:
    system, value = subject(playing, tokens)
    made = samples.observation("heart_rate", idpe=value, authority=system)
    made["identifier"] = [{"system": "urn:ietf:rfc:3986", "value": name or f"urn:uuid:{secrets.token_hex(8)}"}]
    return playing.client.write(tokens, samples.bundle(made))


def read(playing: Playing, tokens: dict[str, Any]) -> requests.Response:
    asked = [("code", f"http://loinc.org|{CODE}"), ("subject.identifier", "|".join(subject(playing, tokens)))]
    return playing.client.read(tokens, [*asked, ("date", "ge2026-01-01"), ("date", "le2026-12-31")])


REFUSALS = {
    "consent_withdrawn": (403, "Consent not given"),
    "service_suspended": (403, "not in operation"),
    "majority_reached": (403, "Consent not given"),
    "idpe_mismatch": (403, "do not match"),
    "refresh_refused": (401, "access_token"),
}


@pytest.mark.parametrize("scenario", REFUSALS)
def test_a_refusal_meets_every_call_and_the_space_is_not_asked(
    playing: Playing, tokens: dict[str, Any], scenario: str
) -> None:
    status, words = REFUSALS[scenario]
    with playing.lab.play(scenario, playing.person):
        answers = [write(playing, tokens), read(playing, tokens), write(playing, tokens)]
    assert [one.status_code for one in answers] == [status] * 3
    assert all(words in one.json()["issue"][0]["diagnostics"] for one in answers)
    seen = [one for one in playing.lab.journal.since() if one.scenario == scenario]
    assert [one.instead for one in seen] == [True] * 3
    assert all(one.person == playing.person.login and one.altered for one in seen)
    assert write(playing, tokens).status_code == 200


def test_only_writes_meet_the_withdrawal_of_the_purpose_to_write(playing: Playing, tokens: dict[str, Any]) -> None:
    with playing.lab.play("write_withdrawn", playing.person):
        assert [write(playing, tokens).status_code, read(playing, tokens).status_code] == [403, 200]


def test_nobody_else_meets_a_scenario(playing: Playing, tokens: dict[str, Any]) -> None:
    other = playing.space.people.add()
    with playing.lab.play("consent_withdrawn", other):
        assert write(playing, tokens).status_code == 200


def test_a_refresh_is_refused_and_the_pairing_lives_on_afterwards(playing: Playing) -> None:
    paired = playing.client.pair(playing.browser)
    with playing.lab.play("refresh_refused", playing.person):
        answer = playing.client.refresh(paired["refresh_token"])
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_grant"})
    assert playing.client.refresh(paired["refresh_token"]).status_code == 200


@pytest.mark.parametrize(("scenario", "status"), [("write_refused", 422), ("write_conflict", 409)])
def test_a_refused_measure_is_not_stored(playing: Playing, tokens: dict[str, Any], scenario: str, status: int) -> None:
    with playing.lab.play(scenario, playing.person):
        answer = write(playing, tokens)
    assert answer.status_code == status and answer.json()["resourceType"] == "OperationOutcome"


def test_an_expired_token_is_told_once(playing: Playing, tokens: dict[str, Any]) -> None:
    with playing.lab.play("access_token_expired", playing.person):
        first, second = write(playing, tokens), write(playing, tokens)
    assert (first.status_code, second.status_code) == (401, 200)
    assert 'error="invalid_token"' in first.headers["WWW-Authenticate"]


@pytest.mark.parametrize(("scenario", "status"), [("throttled", 429), ("unavailable", 503)])
def test_a_client_is_asked_to_stay_away_and_served_when_it_did(
    playing: Playing, tokens: dict[str, Any], scenario: str, status: int
) -> None:
    with playing.lab.play(scenario, playing.person):
        first, early = write(playing, tokens), write(playing, tokens)
        playing.lab.journal.wait(lambda one: False, RETRY_AFTER)
        late = write(playing, tokens)
    assert [first.status_code, early.status_code, late.status_code] == [status, status, 200]
    assert first.headers["Retry-After"] == str(RETRY_AFTER)


def test_an_answer_is_lost_after_the_measure_was_stored(playing: Playing, tokens: dict[str, Any]) -> None:
    name = f"urn:uuid:{secrets.token_hex(8)}"
    with playing.lab.play("answer_lost", playing.person) as play:
        lost, again = write(playing, tokens, name), write(playing, tokens, name)
    assert (lost.status_code, again.status_code) == (504, 200)
    kept = playing.lab.journal.since(play.number)[0].right
    assert kept is not None
    assert fhir_bodies.created(json.loads(kept.body)) == fhir_bodies.created(again.json())


def test_a_measure_is_lost_before_it_was_stored(playing: Playing, tokens: dict[str, Any]) -> None:
    name = f"urn:uuid:{secrets.token_hex(8)}"
    with playing.lab.play("write_lost", playing.person) as play:
        lost, again = write(playing, tokens, name), write(playing, tokens, name)
    assert (lost.status_code, again.status_code) == (504, 200)
    seen = playing.lab.journal.since(play.number)[0]
    assert (seen.instead, seen.right) == (True, None)


def test_a_busy_token_endpoint_keeps_the_pairing(playing: Playing) -> None:
    paired = playing.client.pair(playing.browser)
    with playing.lab.play("token_unavailable", playing.person):
        ended, busy = write(playing, paired), playing.client.refresh(paired["refresh_token"])
        playing.lab.journal.wait(lambda one: False, RETRY_AFTER)
        late = playing.client.refresh(paired["refresh_token"])
        assert write(playing, late.json()).status_code == 200
    assert (ended.status_code, busy.status_code, late.status_code) == (401, 503, 200)
    assert (busy.headers["Retry-After"], busy.json()) == (str(RETRY_AFTER), {"error": "temporarily_unavailable"})


def test_a_renewal_brings_the_id_token_of_somebody_else(playing: Playing) -> None:
    paired = playing.client.pair(playing.browser)
    with playing.lab.play("refresh_other_subject", playing.person):
        ended, renewed = read(playing, paired), playing.client.refresh(paired["refresh_token"])
        again = write(playing, paired | renewed.json())
    assert (ended.status_code, renewed.status_code, again.status_code) == (401, 200, 401)
    mine, other = (playing.space.signing_keys.verify(one["id_token"]) for one in (paired, renewed.json()))
    assert mine["sub"] != other["sub"] and mine["assign_auth"] == other["assign_auth"]


def test_an_answer_breaks_off_after_the_measure_was_stored(playing: Playing, tokens: dict[str, Any]) -> None:
    with playing.lab.play("answer_cut", playing.person) as play, pytest.raises(requests.RequestException):
        write(playing, tokens)
    seen = playing.lab.journal.since(play.number)[0]
    assert seen.answer.cut and seen.right is not None and len(seen.right.body) > len(seen.answer.body) > 0


def test_a_transaction_may_fail_in_part(playing: Playing, tokens: dict[str, Any]) -> None:
    with playing.lab.play("partial_failure", playing.person):
        answer = write(playing, tokens)
    (entry,) = answer.json()["entry"]
    assert answer.status_code == 200 and entry["response"]["status"].startswith("422")


def subjects(answer: requests.Response) -> set[str]:
    return {one.subject for one in fhir_bodies.measures(answer.json())}


def test_pages_bring_what_their_scenario_says(playing: Playing, tokens: dict[str, Any]) -> None:
    told = {}
    for name in PAGES:
        with playing.lab.play(name, playing.person):
            told[name] = read(playing, tokens)
    assert {one.status_code for one in told.values()} == {200}
    own = {"|".join(subject(playing, tokens))}
    found = {name: fhir_bodies.measures(answer.json()) for name, answer in told.items()}
    assert subjects(told["own_measures"]) == own
    assert not subjects(told["other_person"]) & own and len(subjects(told["mixed_people"])) == 2
    assert {one.status for one in found["entered_in_error"]} == {"final", "entered-in-error"}
    assert len({one.id for one in found["delivered_twice"]}) * 2 == len(found["delivered_twice"])
    assert {one.units for one in found["unit_unknown"]} == {("[lb_av]",)}
    assert {one.effective[:4] for one in found["odd_times"]} == {"2026", "2099"}
    assert all("<script>" in one.note for one in found["hostile_text"])
    for one in found["own_measures"]:
        assert one.note.startswith("probant-") and 100 < int(one.values[0]) < 140
    (onward,) = fhir_bodies.links(told["next_foreign"].json(), "next")
    assert onward.startswith(playing.lab.forge.foreign_fhir)
    (again,) = fhir_bodies.links(told["next_loop"].json(), "next")
    assert again == told["next_loop"].url or CODE in again


def test_every_business_scenario_is_declared_for_business_answers() -> None:
    steps = {scenarios()[name].step for name in BUSINESS}
    assert steps == {"business_response", "write_response", "read_response", "session_response"}
