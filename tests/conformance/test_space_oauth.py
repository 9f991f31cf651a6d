"""The authorization server, for real: over TLS, with forms, codes and tokens."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc.jwk import ECKey

from tests.conformance.client import REDIRECT, AppClient, Browser, callback
from tests.conformance.conftest import Running


def test_the_right_flow(running: Running) -> None:
    client, browser = running.client, running.browser()
    verifier = secrets.token_urlsafe(32)
    url = client.ask(verifier)
    asked = dict(parse_qsl(urlsplit(url).query))
    sent = callback(browser.consent(url))
    assert set(sent) == {"code", "state", "iss"}
    assert (sent["state"], sent["iss"]) == (asked["state"], f"{running.base}/oauth")
    answer = client.exchange(sent["code"], verifier)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert told["token_type"] == "Bearer"
    assert set(told["scope"].split()) == set(asked["scope"].split())
    claims = client.claims(told["id_token"])
    assert claims["iss"] == f"{running.base}/oauth"
    assert claims["aud"] == client.client_id
    assert claims["nonce"] == asked["nonce"]
    assert claims["oid"] == client.oid
    assert claims["assign_auth"] == running.space.settings.assigning_authority
    assert claims["exp"] > claims["iat"]


def test_the_metadata_lead_to_the_endpoints(running: Running) -> None:
    told = running.client.http.get(f"{running.base}/oauth/.well-known/openid-configuration").json()
    assert told["issuer"] == f"{running.base}/oauth"
    assert told["authorization_response_iss_parameter_supported"] is True
    assert told["code_challenge_methods_supported"] == ["S256"]
    keys = running.client.http.get(told["jwks_uri"]).json()["keys"]
    assert all(key["kty"] == "EC" and "d" not in key for key in keys)


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


@pytest.mark.parametrize(
    "changes",
    [{"code_challenge": None, "code_challenge_method": None}, {"code_challenge_method": "plain"}],
)
def test_pkce_with_s256_is_required(running: Running, changes: dict[str, str | None]) -> None:
    location = running.browser().consent(running.client.ask(secrets.token_urlsafe(32), **changes))
    told = callback(location)
    assert told["error"] == "invalid_request"
    assert told["iss"] == f"{running.base}/oauth"
    assert told["state"]


def test_the_instrument_lets_a_client_without_pkce_through(lenient: Running) -> None:
    client, verifier = lenient.client, secrets.token_urlsafe(32)
    bare = client.ask(verifier, code_challenge=None, code_challenge_method=None)
    code = callback(lenient.browser().consent(bare))["code"]
    assert client.exchange(code, None).status_code == 200
    plain = client.ask(verifier, code_challenge=verifier, code_challenge_method="plain")
    code = callback(lenient.browser().consent(plain))["code"]
    assert client.exchange(code, verifier).status_code == 200


def test_a_refusal_is_told_with_state_and_issuer(running: Running) -> None:
    told = callback(running.browser().consent(running.client.ask("v" * 43), decision="refuse"))
    assert told["error"] == "access_denied"
    assert told["iss"] == f"{running.base}/oauth"
    assert told["state"]
    assert "code" not in told


def test_accepting_nothing_shows_the_page_again(running: Running) -> None:
    assert running.browser().consent(running.client.ask("v" * 43), boxes=()) == "400"


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": f"{REDIRECT}/"},
        {"redirect_uri": 'https://evil.example.test/"é'},
        {"redirect_uri": None},
        {"client_id": "nobody"},
        {"client_id": None},
        {"state": "\ud7ff\x00"},
    ],
)
def test_nobody_is_sent_to_an_unknown_address(running: Running, changes: dict[str, str | None]) -> None:
    page = running.browser().http.get(running.client.ask("v" * 43, **changes), allow_redirects=False)
    assert page.status_code == 400
    assert "text/html" in page.headers["content-type"]
    assert "evil" not in page.text or "&#34;" in page.text or '"é' not in page.text


def test_unknown_scopes_are_refused_at_the_client(running: Running) -> None:
    for scope in ("openid patient/*.cruds", None):
        told = callback(running.browser().consent(running.client.ask("v" * 43, scope=scope)))
        assert told["error"] == "invalid_scope"


def test_sign_in_checks_the_password_and_the_form(running: Running) -> None:
    person = running.space.people.add()
    browser = Browser(running.base, running.ca)
    assert browser.sign_in(person, password="wrong").status_code == 401
    forged = browser.http.post(
        f"{running.base}/personne/connexion", data={"login": person.login, "password": person.password}
    )
    assert forged.status_code == 400
    assert browser.sign_in(person).headers["location"] == "/personne"
    assert person.given_name in browser.http.get(f"{running.base}/personne").text


def test_a_browser_that_is_not_signed_in_is_sent_to_sign_in(running: Running) -> None:
    browser = Browser(running.base, running.ca)
    location = browser.consent(running.client.ask("v" * 43))
    assert location.startswith("/personne/connexion?next=%2Foauth%2Fauthorize%3F")
    page = browser.http.get(f"{running.base}/personne/connexion?next=https://evil.example.test/")
    assert "evil" not in page.text


def test_the_pages_speak_french_and_english(running: Running) -> None:
    http = running.browser().http
    url = running.client.ask("v" * 43)
    french = http.get(url, headers={"Accept-Language": "fr-FR,fr;q=0.9"}).text
    english = http.get(url, headers={"Accept-Language": "en-GB"}).text
    assert '<html lang="fr">' in french and "Accepter" in french and "Carnet d&#39;essai" in french
    assert '<html lang="en">' in english and "Refuse" in english


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
