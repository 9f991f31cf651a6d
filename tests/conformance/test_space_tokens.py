"""Codes and tokens over TLS: used once, rotated, revoked, each client its own."""

from __future__ import annotations

import secrets
from pathlib import Path

from joserfc.jwk import ECKey

from conformance.space.app import create_space
from conformance.space.settings import SpaceSettings
from tests.conformance.client import AppClient, callback
from tests.conformance.conftest import Running


def test_a_wrong_verifier_is_refused_and_a_code_used_twice_costs_its_tokens(running: Running) -> None:
    client = running.client
    verifier = secrets.token_urlsafe(32)
    code = callback(running.browser().consent(client.ask(verifier)))["code"]
    wrong = client.exchange(code, secrets.token_urlsafe(32))
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")
    missing = client.exchange(code, None)
    assert (missing.status_code, missing.json()["error"]) == (400, "invalid_request")
    tokens = client.exchange(code, verifier).json()
    replay = client.exchange(code, verifier)
    assert (replay.status_code, replay.json()["error"]) == (400, "invalid_grant")
    assert client.read(tokens, []).status_code == 401
    assert client.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_refresh_rotates_and_a_second_use_ends_the_family(running: Running) -> None:
    client = running.client
    first = client.pair(running.browser())
    second = client.refresh(first["refresh_token"])
    assert second.status_code == 200
    assert second.json()["refresh_token"] != first["refresh_token"]
    assert client.claims(second.json()["id_token"])["sub"] == client.claims(first["id_token"])["sub"]
    again = client.refresh(first["refresh_token"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert client.refresh(second.json()["refresh_token"]).status_code == 400
    assert client.read(second.json(), []).status_code == 401


def test_revocation_ends_the_tokens(running: Running) -> None:
    client = running.client
    tokens = client.pair(running.browser())
    assert client.post("revoke", token="unknown").status_code == 200
    assert client.post("revoke", token=tokens["refresh_token"]).status_code == 200
    assert client.read(tokens, []).status_code == 401


def test_the_identifier_is_opaque_and_pairwise(running: Running) -> None:
    other = AppClient(running.base, running.ca, client_id="app-2", oid="2.25.101")
    running.space.register(other.registration)
    browser = running.browser()
    subjects = [c.claims(c.pair(browser)["id_token"])["sub"] for c in (running.client, running.client, other)]
    assert subjects[0] == subjects[1] != subjects[2]
    assert "personne" not in "".join(subjects)


def test_client_authentication(running: Running) -> None:
    client = running.client
    used = client.assertion()
    form = {"grant_type": "refresh_token", "refresh_token": "x"}
    assert client.post("token", client_assertion=used, **form).json()["error"] == "invalid_grant"
    stranger = AppClient(running.base, running.ca)
    assert stranger.key.kid != client.key.kid
    wrong = [
        used,
        client.assertion(aud="https://elsewhere.example.test"),
        client.assertion(exp=1),
        client.assertion(jti=None),
        client.assertion(sub="nobody"),
        client.assertion(sub=["x"]),
        client.assertion(iss={}),
        stranger.assertion(),
        "a.b.c",
        "é",
        "",
    ]
    for assertion in wrong:
        answer = client.post("token", client_assertion=assertion, **form)
        assert answer.status_code in (400, 401), assertion
        assert answer.json()["error"] == "invalid_client", answer.text
    assert isinstance(client.key, ECKey)


def test_a_client_may_not_use_the_tokens_or_code_of_another(running: Running) -> None:
    thief = AppClient(running.base, running.ca, client_id="app-3", oid="2.25.102")
    running.space.register(thief.registration)
    tokens = running.client.pair(running.browser())
    assert thief.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert thief.post("revoke", token=tokens["access_token"]).status_code == 400
    assert running.client.read(tokens, []).status_code == 400


def test_a_space_can_live_in_a_file(tmp_path: Path) -> None:
    settings = SpaceSettings(base_url="https://space.example.test", database=f"sqlite:///{tmp_path / 'space.db'}")
    space = create_space(settings)
    person = space.people.add()
    assert space.people.check(person.login, person.password)
    assert not space.people.check(person.login, "wrong")
    assert not space.people.check("nobody", "")
    space.close()
    assert (tmp_path / "space.db").stat().st_size > 0
