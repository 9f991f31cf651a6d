"""The strict profile: pushed requests (RFC 9126) and proofs of possession (RFC 9449)."""

from __future__ import annotations

import secrets
import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from tests.conformance.client import Browser, callback
from tests.conformance.conftest import Running
from tests.conformance.space.pairing.conftest import Strict
from tests.conformance.space.pairing.proving import ProvingClient

LET_IN = 400  # a search without parameters, by somebody who may


def test_the_right_flow(strict: Strict) -> None:
    client = strict.client
    tokens = client.pair(strict.browser())
    assert tokens["token_type"] == "DPoP"
    assert client.look(tokens).status_code == LET_IN
    told = client.send("introspect", None, token=tokens["access_token"]).json()
    assert told["active"] is True
    assert told["cnf"] == {"jkt": client.proof_key.thumbprint()}
    assert told["token_type"] == "DPoP"
    renewed = client.send("token", grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert renewed.json()["token_type"] == "DPoP"
    assert client.look(renewed.json()).status_code == LET_IN


def test_the_metadata_tell_it(strict: Strict, running: Running) -> None:
    path = "oauth/.well-known/openid-configuration"
    told = strict.client.http.get(f"{strict.base}/{path}").json()
    assert told["require_pushed_authorization_requests"] is True
    assert told["dpop_signing_alg_values_supported"] == ["ES256"]
    assert told["pushed_authorization_request_endpoint"] == f"{strict.base}/oauth/par"
    base = running.client.http.get(f"{running.base}/{path}").json()
    assert set(told) - set(base) == {
        "require_pushed_authorization_requests",
        "dpop_signing_alg_values_supported",
        "pushed_authorization_request_endpoint",
    }


def test_a_request_that_was_not_pushed_is_refused(strict: Strict) -> None:
    told = callback(strict.browser().consent(strict.client.ask("v" * 43)))
    assert told["error"] == "invalid_request"
    assert told["iss"] == f"{strict.base}/oauth"


def test_a_pushed_request_is_used_once_and_by_its_client(strict: Strict) -> None:
    client, browser = strict.client, strict.browser()
    uri = client.push("v" * 43).json()["request_uri"]
    other = ProvingClient(strict.base, strict.ca, "app-other", "2.25.301")
    strict.space.register(other.registration)
    assert browser.http.get(other.pushed_url(uri), allow_redirects=False).status_code == 400
    assert browser.http.get(client.pushed_url(uri), allow_redirects=False).status_code == 200, "opening is not using"
    assert callback(browser.consent(client.pushed_url(uri)))["code"]
    assert browser.http.get(client.pushed_url(uri), allow_redirects=False).status_code == 400
    refused = client.push("v" * 43).json()["request_uri"]
    assert callback(browser.consent(client.pushed_url(refused), decision="refuse"))["error"] == "access_denied"
    assert browser.http.get(client.pushed_url(refused), allow_redirects=False).status_code == 400


def test_a_pushed_request_survives_signing_in(strict: Strict) -> None:
    person, browser = strict.space.people.add(), Browser(strict.base, strict.ca)
    url = strict.client.pushed_url(strict.client.push("v" * 43).json()["request_uri"])
    assert browser.consent(url).startswith("/personne/connexion?next=")
    assert browser.sign_in(person).status_code == 303
    assert callback(browser.consent(url))["code"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"redirect_uri": "https://evil.example.test/"}, "invalid_request"),
        ({"scope": "patient/*.cruds"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"client_id": "nobody"}, "invalid_request"),
        ({"request_uri": "urn:ietf:params:oauth:request_uri:x"}, "invalid_request"),
        ({"dpop_jkt": "x" * 43}, "invalid_request"),
        ({"client_assertion": "a.b.c"}, "invalid_client"),
    ],
)
def test_a_wrong_request_is_refused_when_it_is_pushed(strict: Strict, changes: dict[str, Any], error: str) -> None:
    answer = strict.client.push("v" * 43, **changes)
    assert answer.status_code in (400, 401), answer.text
    assert answer.json()["error"] == error
    assert "location" not in answer.headers


def test_the_code_is_bound_to_the_key_that_pushed(strict: Strict) -> None:
    client, verifier = strict.client, secrets.token_urlsafe(32)
    uri = client.push(verifier).json()["request_uri"]
    code = callback(strict.browser().consent(client.pushed_url(uri)))["code"]
    thief = client.proof("POST", f"{client.base}/oauth/token", key=ECKey.generate_key("P-256"))
    assert client.prove_exchange(code, verifier, thief).json()["error"] == "invalid_grant"
    assert client.prove_exchange(code, verifier, None).json()["error"] == "invalid_request"
    assert client.prove_exchange(code, verifier).status_code == 200


def test_a_bound_token_is_no_bearer_token(strict: Strict) -> None:
    client = strict.client
    tokens = client.pair(strict.browser())
    url, token = f"{client.base}/fhir/Observation", tokens["access_token"]
    wrong = [
        client.look(tokens, "Bearer", None),
        client.look(tokens, "Bearer"),
        client.look(tokens, proof=None),
        client.look(tokens, proof=client.proof("GET", url, token, key=ECKey.generate_key("P-256"))),
        client.look(tokens, proof=client.proof("GET", url)),
        client.look(tokens, proof=client.proof("GET", url, "another token")),
    ]
    for answer in wrong:
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("DPoP error=")
        assert answer.json()["resourceType"] == "OperationOutcome"
    assert client.look(tokens).status_code == LET_IN


@pytest.mark.parametrize(
    "changes",
    [
        {"htm": "GET"},
        {"htu": "https://elsewhere.example.test/oauth/token"},
        {"htu": "not an address"},
        {"htu": None},
        {"iat": 1},
        {"iat": True},
        {"iat": "now"},
        {"iat": None},
        {"jti": None},
        {"jti": ["x"]},
    ],
)
def test_wrong_proofs(strict: Strict, changes: dict[str, Any]) -> None:
    proof = strict.client.proof("POST", f"{strict.base}/oauth/token", **changes)
    _refused(strict, proof)


def test_proofs_of_another_kind(strict: Strict) -> None:
    key, url = ECKey.generate_key("P-256"), f"{strict.base}/oauth/token"
    claims = {"jti": "x", "htm": "POST", "htu": url, "iat": int(time.time())}
    public, private = key.as_dict(private=False), key.as_dict(private=True)
    for header in (
        {"typ": "JWT", "alg": "ES256", "jwk": public},
        {"typ": "dpop+jwt", "alg": "ES256", "jwk": private},
        {"typ": "dpop+jwt", "alg": "ES256"},
        {"typ": "dpop+jwt", "alg": "ES256", "jwk": ECKey.generate_key("P-256").as_dict(private=False)},
    ):
        _refused(strict, jwt.encode(header, claims, key, ["ES256"]))
    for text in ("x", "a.b.c", "é", "x" * 10_000):
        _refused(strict, text)


def test_a_proof_is_used_once_and_alone(strict: Strict) -> None:
    proof = strict.client.proof("POST", f"{strict.base}/oauth/token")
    first = strict.client.send("token", proof, grant_type="refresh_token", refresh_token="x")
    assert first.json()["error"] == "invalid_grant"
    _refused(strict, proof)
    two = f"{strict.client.proof('POST', f'{strict.base}/oauth/token')}, x"
    _refused(strict, two)


def test_an_assertion_is_for_the_issuer_alone(strict: Strict) -> None:
    client = strict.client
    for aud in (f"{strict.base}/oauth/token", [f"{strict.base}/oauth"]):
        answer = client.send("introspect", None, token="x", client_assertion=client.assertion(aud=aud))
        assert answer.json()["error"] == "invalid_client"


def test_the_nonce_of_the_space(strict_with_nonce: Strict) -> None:
    client = strict_with_nonce.client
    first = client.send("token", grant_type="refresh_token", refresh_token="x")
    assert (first.status_code, first.json()["error"]) == (400, "use_dpop_nonce")
    assert first.headers["DPoP-Nonce"] == client.nonce
    tokens = client.pair(strict_with_nonce.browser())
    assert client.look(tokens).status_code == LET_IN
    kept, client.nonce = client.nonce, "of somebody else"
    answer = client.look(tokens)
    assert answer.status_code == 401
    assert 'error="use_dpop_nonce"' in answer.headers["WWW-Authenticate"]
    assert answer.headers["DPoP-Nonce"] == kept


def test_the_base_profile_offers_neither(running: Running) -> None:
    client = ProvingClient(running.base, running.ca, "app-offers", "2.25.302")
    running.space.register(client.registration)
    assert client.push("v" * 43).json()["error"] == "invalid_request"
    code = callback(running.browser().consent(client.ask("v" * 43)))["code"]
    tokens = client.prove_exchange(code, "v" * 43).json()
    assert tokens["token_type"] == "Bearer", "as RFC 9449, section 5, has it for a server without DPoP"
    assert client.look(tokens, "Bearer", None).status_code == LET_IN
    assert client.look(tokens).status_code == 401, "a bearer token is bound to no key"


def _refused(strict: Strict, proof: str) -> None:
    headers = {"DPoP": proof.encode()}
    form = {"grant_type": "refresh_token", "refresh_token": "x"}
    answer = strict.client.http.post(f"{strict.base}/oauth/token", data=form, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_dpop_proof"), answer.text
