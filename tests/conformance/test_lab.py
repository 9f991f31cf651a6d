"""Each scenario alters exactly what it says; the journal holds what was on the wire."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator

import pytest

from conformance.lab.alterations import ALTERATIONS
from conformance.lab.business import BUSINESS
from conformance.lab.id_tokens import OTHER_ISSUER
from conformance.lab.journal import Exchange
from conformance.lab.plays import AlreadyPlaying
from conformance.lab.scenarios import scenarios
from tests.conformance.client import Browser, callback
from tests.conformance.playing import Playing, run_lab
from tests.conformance.tls import TlsFiles


@pytest.fixture(scope="module")
def playing(tls: TlsFiles) -> Iterator[Playing]:
    with run_lab(tls) as running:
        yield running


def test_every_scenario_has_its_alteration_and_its_words() -> None:
    assert set(ALTERATIONS) | set(BUSINESS) == set(scenarios())
    assert not set(ALTERATIONS) & set(BUSINESS)
    for one in scenarios().values():
        assert all(set(words) == {"en", "fr"} for words in (one.title, one.space, one.right_client, one.shown_by))


def right_answer(seen: Exchange) -> dict[str, str]:
    """Return what the space itself had answered."""
    return callback((seen.right or seen.answer).header("location"))


@pytest.mark.parametrize(
    ("scenario", "changed"),
    [
        ("right", {}),
        ("state_wrong", {"state"}),
        ("state_absent", {"state"}),
        ("iss_wrong", {"iss"}),
        ("iss_absent", {"iss"}),
        ("error_response", {"code", "error"}),
        ("callback_replayed", {}),
        ("callback_of_another_session", {}),
    ],
)
def test_an_authorization_response_is_altered_in_one_place(playing: Playing, scenario: str, changed: set[str]) -> None:
    verifier = secrets.token_urlsafe(32)
    with playing.lab.play(scenario, playing.person, step="fault") as play:
        asked, told, location = playing.authorize(verifier)
        assert play.applied.is_set()
    seen = playing.lab.journal.since(play.number)[0]
    assert (seen.scenario, seen.step, seen.operation, seen.person) == (scenario, "fault", "authorize", play.person)
    assert seen.answer.header("location") == location
    right = right_answer(seen)
    assert {k for k in right.keys() | told.keys() if right.get(k) != told.get(k)} == set(changed)
    assert (right["state"], right["iss"]) == (asked["state"], f"{playing.client.base}/oauth")
    # The code is real: a client that does not look could use it.
    assert playing.client.exchange(right["code"], verifier).status_code == 200


def test_what_the_faults_look_like(playing: Playing) -> None:
    def told(scenario: str) -> dict[str, str]:
        with playing.lab.play(scenario, playing.person):
            return playing.authorize()[1]

    assert "state" not in told("state_absent")
    assert "iss" not in told("iss_absent")
    assert told("iss_wrong")["iss"] == OTHER_ISSUER
    assert told("error_response")["error"] == "access_denied"
    assert len(told("state_wrong")["state"]) >= 16


def test_a_fault_applies_once_and_to_its_person_alone(playing: Playing) -> None:
    other = Browser(playing.client.base, str(playing.browser.http.verify))
    other.sign_in(playing.space.people.add())
    with playing.lab.play("state_wrong", playing.person):
        assert "state" in callback(other.consent(playing.client.ask("v" * 43)))
        asked, told, _ = playing.authorize()
        assert told["state"] != asked["state"]
        asked, told, _ = playing.authorize()
        assert told["state"] == asked["state"]
    asked, told, _ = playing.authorize()
    assert told["state"] == asked["state"]


def test_only_the_nonce_changes_and_the_right_key_signs(playing: Playing) -> None:
    verifier = secrets.token_urlsafe(32)
    with playing.lab.play("nonce_wrong", playing.person) as play:
        asked, told, _ = playing.authorize(verifier)
        answer = playing.client.exchange(told["code"], verifier).json()
    seen = playing.lab.journal.since(play.number)[0]
    assert seen.operation == "token" and seen.right is not None
    claims = playing.client.claims(answer["id_token"])
    right = playing.lab.space.signing_keys.verify(json.loads(seen.right.body)["id_token"])
    assert right["nonce"] == asked["nonce"] != claims["nonce"]
    assert {**claims, "nonce": ""} == {**right, "nonce": ""}


def test_the_journal_knows_whose_a_replayed_code_is(playing: Playing) -> None:
    verifier = secrets.token_urlsafe(32)
    start = len(playing.lab.journal)
    with playing.lab.play("callback_replayed", playing.person, step="fault"):
        _, told, _ = playing.authorize(verifier)
        tokens = playing.client.exchange(told["code"], verifier).json()
        assert playing.client.exchange(told["code"], verifier).status_code == 400
    playing.client.read(tokens, [])
    exchanges = [one for one in playing.lab.journal.since(start) if one.operation in ("token", "read")]
    assert [(one.answer.status, one.scenario, one.client) for one in exchanges] == [
        (200, "callback_replayed", "app-1"),
        (400, "callback_replayed", "app-1"),
        (401, "", "app-1"),
    ]
    assert {one.person for one in exchanges[:2]} == {playing.person.login}
    assert exchanges[0].request_body.startswith(b"client_assertion_type=")
    assert exchanges[0].at.endswith("Z")
    assert exchanges[0].mono_ns < exchanges[1].mono_ns


def test_one_scenario_at_a_time(playing: Playing) -> None:
    with playing.lab.play("right", playing.person), pytest.raises(AlreadyPlaying):
        playing.lab.play("right", playing.person).__enter__()
    with pytest.raises(KeyError):
        playing.lab.play("unknown", playing.person)


def test_listeners_and_waiters_hear_of_an_exchange(playing: Playing) -> None:
    heard: list[Exchange] = []
    playing.lab.journal.listen(heard.append)
    start = len(playing.lab.journal)
    playing.client.http.get(f"{playing.client.base}/fhir/metadata?x=1")
    found = playing.lab.journal.wait(lambda one: one.operation == "capability", 5.0, since=start)
    assert found is not None and found == heard[0]
    assert found.url == f"{playing.client.base}/fhir/metadata?x=1"
    assert playing.lab.journal.wait(lambda one: one.operation == "nothing", 0.01) is None
