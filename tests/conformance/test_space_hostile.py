"""Whatever is sent to the authorization server, it answers with a refusal, never with a fault of its own."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conformance.client import Browser, callback
from tests.conformance.conftest import Running

FEW = settings(max_examples=60, derandomize=True, deadline=None, database=None)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    ['"', "\\", "%00", "é", "a" * 9_000, "openid", "S256", "none", "login", "https://app.example.test/callback#x"]
)
JSON = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=2)
ASKED = ("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "prompt", "ui_locales")
PKCE = ("code_challenge", "code_challenge_method")


@pytest.fixture(scope="module")
def browser(running: Running) -> Browser:
    return running.browser()


@given(name=st.sampled_from(ASKED + PKCE), value=TEXT)
@FEW
def test_authorization_requests(running: Running, browser: Browser, name: str, value: str) -> None:
    url = running.client.ask("v" * 43, **{name: value})
    for http in (browser.http, requests):
        answer = http.get(url, allow_redirects=False, verify=running.ca)
        assert answer.status_code in (200, 303, 400)
        assert answer.headers["x-request-id"]
        if answer.status_code == 303:
            assert answer.headers["location"].startswith(("https://app.example.test/callback?", "/personne/"))


@given(name=st.sampled_from(["grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "x"]), value=TEXT)
@FEW
def test_token_requests(running: Running, name: str, value: str) -> None:
    right = {"grant_type": "authorization_code", "code": "x", "redirect_uri": "https://app.example.test/callback"}
    answer = running.client.post("token", **{**right, name: value})
    assert answer.status_code in (400, 401)
    assert answer.json()["error"]
    assert running.client.post("revoke", token=value, token_type_hint=value).status_code in (200, 400)


@given(claim=st.sampled_from(["iss", "sub", "aud", "jti", "exp", "nbf", "iat"]), value=JSON)
@FEW
def test_client_assertions(running: Running, claim: str, value: Any) -> None:
    assertion = running.client.assertion(**{claim: value})
    answer = running.client.post("token", client_assertion=assertion, grant_type="refresh_token", refresh_token="x")
    assert answer.status_code in (400, 401)
    assert answer.json()["error"] in ("invalid_client", "invalid_grant")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"\xff=\xfe", 400),
        (b"a=%ff", 400),
        (b"&".join(b"a%d=1" % n for n in range(100)), 400),
        (b"code=" + b"x" * 300_000, 413),
        (b"grant_type=authorization_code&grant_type=x", 400),
    ],
)
def test_malformed_forms(running: Running, body: bytes, status: int) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for path in ("token", "revoke"):
        answer = running.client.http.post(f"{running.base}/oauth/{path}", data=body, headers=headers)
        assert answer.status_code == status
        assert answer.json()["error"] in ("invalid_request", "invalid_client")
    assert running.client.http.post(f"{running.base}/oauth/token", data=b"{}").status_code == 415


def test_two_at_once_use_a_code_once(running: Running, browser: Browser) -> None:
    verifier = secrets.token_urlsafe(32)
    code = callback(browser.consent(running.client.ask(verifier)))["code"]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: running.client.exchange(code, verifier).status_code, range(4)))
    assert sorted(answers) == [200, 400, 400, 400]


def test_cookies_are_hostile_too(running: Running) -> None:
    for value in ('"<script>"', "\xe9", "x" * 5_000, "a=b;c"):
        headers = {"Cookie": f"__Host-mes_form={value}; __Host-mes_session={value}".encode("latin-1")}
        answer = running.client.http.get(f"{running.base}/personne/connexion", headers=headers)
        assert answer.status_code in (200, 400)
        assert "<script>" not in answer.text
        home = running.client.http.get(f"{running.base}/personne", headers=headers, allow_redirects=False)
        assert home.status_code in (303, 400)
