"""Each scenario of a token response alters exactly what it says; redirected calls arrive at somebody else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from conformance.lab.foreign import foreign_app
from conformance.lab.forge import FOREIGN_KID, header_of
from conformance.lab.id_tokens import ID_TOKEN_ALTERATIONS, OTHER_CLIENT, OTHER_ISSUER
from conformance.lab.journal import Exchange
from conformance.space.server import serve
from tests.conformance.playing import Playing, run_lab
from tests.conformance.tls import TlsFiles

FORGED = {
    "token_bad_signature": {},
    "token_unknown_kid": {},
    "token_jwk_header": {},
    "token_jku_header": {},
}
BY_THE_SPACE = {
    "nonce_wrong": {"nonce"},
    "token_good": set(),
    "token_iss_wrong": {"iss"},
    "token_aud_wrong": {"aud"},
    "token_expired": {"iat", "exp"},
    "token_iat_future": {"iat", "exp"},
    "token_skewed": {"iat", "exp"},
    "key_rotated": set(),
}
UNSIGNED = {"token_alg_none", "token_hs256"}


@pytest.fixture
def playing(tls: TlsFiles) -> Iterator[Playing]:
    with run_lab(tls) as running:
        yield running


def told(playing: Playing, scenario: str) -> tuple[str, str]:
    """The id_token that the space would have given, and the one that arrived."""
    verifier = secrets.token_urlsafe(32)
    with playing.lab.play(scenario, playing.person, step="fault") as play:
        _, answer, _ = playing.authorize(verifier)
        got = playing.client.exchange(answer["code"], verifier).json()
    seen = playing.lab.journal.since(play.number)[0]
    assert (seen.operation, seen.scenario) == ("token", scenario) and seen.right is not None
    right = json.loads(seen.right.body)
    assert {**right, "id_token": ""} == {**got, "id_token": ""}, "the rest of the answer stays as it was"
    return right["id_token"], got["id_token"]


def claims_of(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def test_every_token_scenario_is_tried_here() -> None:
    assert set(ID_TOKEN_ALTERATIONS) == {*FORGED, *BY_THE_SPACE, *UNSIGNED}


@pytest.mark.parametrize("scenario", BY_THE_SPACE)
def test_a_token_by_the_right_key_differs_in_its_claims_alone(playing: Playing, scenario: str) -> None:
    right, got = told(playing, scenario)
    before, after = claims_of(right), playing.lab.space.signing_keys.verify(got)
    assert {name for name in before | after if before.get(name) != after.get(name)} == BY_THE_SPACE[scenario]


@pytest.mark.parametrize("scenario", sorted({*FORGED, *UNSIGNED}))
def test_a_forged_token_differs_in_its_header_and_signature_alone(playing: Playing, scenario: str) -> None:
    right, got = told(playing, scenario)
    assert claims_of(right) == claims_of(got)
    with pytest.raises((JoseError, ValueError)):
        playing.lab.space.signing_keys.verify(got)


def test_what_the_claims_look_like(playing: Playing) -> None:
    def both(scenario: str) -> tuple[dict[str, Any], dict[str, Any]]:
        right, got = told(playing, scenario)
        return claims_of(right), claims_of(got)

    assert both("token_iss_wrong")[1]["iss"] == OTHER_ISSUER
    assert both("token_aud_wrong")[1]["aud"] == OTHER_CLIENT
    right, expired = both("token_expired")
    assert expired["exp"] == right["iat"] - 600
    assert expired["exp"] - expired["iat"] == right["exp"] - right["iat"]
    for scenario, seconds in (("token_skewed", 30), ("token_iat_future", 600)):
        right, later = both(scenario)
        assert (later["iat"] - right["iat"], later["exp"] - right["exp"]) == (seconds, seconds)


def test_what_the_headers_look_like(playing: Playing) -> None:
    foreign = playing.lab.forge.foreign_key()
    right, got = told(playing, "token_bad_signature")
    assert header_of(got) == header_of(right)
    kid = {"typ": "JWT", "alg": "ES256", "kid": FOREIGN_KID}
    assert header_of(told(playing, "token_unknown_kid")[1]) == kid
    assert header_of(told(playing, "token_jwk_header")[1]) == {**kid, "jwk": foreign}
    assert header_of(told(playing, "token_jku_header")[1]) == {**kid, "jku": playing.lab.forge.foreign_jwks}
    assert "d" not in foreign
    for scenario in FORGED:
        jwt.decode(told(playing, scenario)[1], ECKey.import_key(foreign), algorithms=["ES256"])
    right, got = told(playing, "token_alg_none")
    assert header_of(got) == {**header_of(right), "alg": "none"}
    assert got.endswith(".")


def test_hs256_is_keyed_with_the_public_key(playing: Playing) -> None:
    right, got = told(playing, "token_hs256")
    assert header_of(got) == {"alg": "HS256", "kid": header_of(right)["kid"]}
    published = playing.client.http.get(f"{playing.client.base}/oauth/jwks").json()["keys"]
    pem = next(ECKey.import_key(one).as_pem(private=False) for one in published if one["kid"] == header_of(got)["kid"])
    signed, _, signature = got.rpartition(".")
    made = base64.urlsafe_b64encode(hmac.new(pem, signed.encode(), hashlib.sha256).digest()).rstrip(b"=")
    assert made.decode() == signature


def test_a_rotated_key_was_never_published_before_and_signs_from_then_on(playing: Playing) -> None:
    def published() -> list[dict[str, Any]]:
        return list(playing.client.http.get(f"{playing.client.base}/oauth/jwks").json()["keys"])

    before = published()
    right, got = told(playing, "key_rotated")
    assert header_of(got)["kid"] not in {one["kid"] for one in before}
    jwt.decode(got, KeySet.import_key_set({"keys": published()}), algorithms=["ES256"])  # type: ignore[arg-type]
    assert header_of(right)["kid"] in {one["kid"] for one in published()}, "the old key stays published"
    assert header_of(told(playing, "token_good")[0])["kid"] == header_of(got)["kid"]


def test_a_business_call_is_redirected_once_and_heard_elsewhere(playing: Playing, tls: TlsFiles) -> None:
    heard: list[Exchange] = []
    verifier = secrets.token_urlsafe(32)
    _, answer, _ = playing.authorize(verifier)
    tokens = playing.client.exchange(answer["code"], verifier).json()
    with serve(foreign_app(playing.lab.forge, heard.append), "127.0.0.1", 0, tls.cert, tls.key) as base:
        playing.lab.forge.foreign_base = base
        with playing.lab.play("foreign_redirect", playing.person) as play:
            playing.client.read(tokens, [])
            assert play.applied.is_set()
            calls = [one for one in playing.lab.journal.since(play.number) if one.operation == "read"]
        assert (calls[0].answer.status, calls[0].answer.header("location")) == (307, f"{base}/fhir")
        keys = requests.get(f"{base}/jwks", verify=str(tls.ca), timeout=10).json()["keys"]
        requests.post(f"{base}/fhir", b"x", headers={"Authorization": "Bearer t"}, verify=str(tls.ca), timeout=10)
    assert keys == [playing.lab.forge.foreign_key()]
    assert (heard[-1].operation, heard[-1].method, heard[-1].request_body) == ("foreign", "POST", b"x")
    assert dict(heard[-1].request_headers)["authorization"] == "Bearer t"
