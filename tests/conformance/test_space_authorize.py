"""The authorization endpoint over TLS, with its forms."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.conformance.client import REDIRECT, Browser, callback
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
    assert '<html lang="fr">' in french and "Autoriser" in french and "Carnet d&#39;essai" in french
    assert '<html lang="en">' in english and "Refuse" in english


def test_no_page_is_shown_to_a_client_that_wants_none(running: Running) -> None:
    url = running.client.ask("v" * 43, prompt="none")
    assert callback(running.browser().consent(url))["error"] == "consent_required"
    assert callback(Browser(running.base, running.ca).consent(url))["error"] == "login_required"
