"""Introspection (RFC 7662): what a token is worth, told to its own client alone."""

from __future__ import annotations

from datetime import timedelta

from tests.conformance.client import AppClient
from tests.conformance.conftest import Running

DEAD = {"active": False}


def test_the_three_lives_of_a_token(own: Running) -> None:
    client = own.client
    tokens = client.pair(own.browser())
    claims = client.claims(tokens["id_token"])
    access = client.post("introspect", token=tokens["access_token"]).json()
    assert (access["active"], access["sub"], access["client_id"]) == (True, claims["sub"], client.client_id)
    assert access["token_type"] == "Bearer" and access["exp"] - access["iat"] == own.space.settings.access_seconds
    assert set(access["scope"].split()) == set(tokens["scope"].split())
    refresh = client.post("introspect", token=tokens["refresh_token"], token_type_hint="whatever").json()
    assert refresh["active"] and refresh["exp"] > access["exp"] and "token_type" not in refresh
    own.space.clock.advance(timedelta(seconds=own.space.settings.access_seconds + 1))
    assert client.post("introspect", token=tokens["access_token"]).json() == DEAD
    renewed = client.refresh(tokens["refresh_token"]).json()
    assert client.post("introspect", token=tokens["refresh_token"]).json() == DEAD, "it was used"
    assert client.post("introspect", token=renewed["access_token"]).json()["active"]
    client.post("revoke", token=renewed["refresh_token"])
    assert client.post("introspect", token=renewed["access_token"]).json() == DEAD


def test_nobody_learns_of_the_tokens_of_another(own: Running) -> None:
    other = AppClient(own.base, own.ca, "app-2", "2.25.101")
    own.space.register(other.registration)
    tokens = own.client.pair(own.browser())
    for token in (tokens["access_token"], tokens["refresh_token"], tokens["id_token"], "unknown", ""):
        answer = other.post("introspect", token=token)
        assert (answer.status_code, answer.json()) == (200, DEAD)
    assert own.client.post("introspect", token=tokens["access_token"], client_assertion="a.b.c").status_code == 400
    missing = own.client.post("introspect")
    assert (missing.status_code, missing.json()["error"]) == (400, "invalid_request")


def test_auth_time_is_told_to_who_asks(own: Running) -> None:
    browser, verifier = own.browser(), "v" * 43
    url = own.client.ask(verifier, max_age="600")
    code = browser.consent(url).split("code=")[1].split("&")[0]
    claims = own.client.claims(own.client.exchange(code, verifier).json()["id_token"])
    assert claims["auth_time"] <= claims["iat"]
    assert "auth_time" not in own.client.claims(own.client.pair(browser)["id_token"])
    own.space.clock.advance(timedelta(seconds=700))
    assert browser.consent(url).startswith("/personne/connexion?next="), "signed in too long ago"


def test_an_assertion_may_not_live_for_ever(own: Running) -> None:
    long_lived = own.client.assertion(exp=own.space.clock.world() + 2 * 3600)
    assert own.client.post("introspect", token="x", client_assertion=long_lived).json()["error"] == "invalid_client"
