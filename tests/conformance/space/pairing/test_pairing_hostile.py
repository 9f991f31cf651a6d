"""Whatever comes to the newer endpoints and pages, the answer is a refusal, never a fault of the space's own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conformance.client import Browser, callback
from tests.conformance.conftest import Running
from tests.conformance.space.pairing.conftest import Strict

FEW = settings(max_examples=50, derandomize=True, deadline=None, database=None)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ['"', "\\", "%00", "é", "a" * 9_000, "urn:ietf:params:oauth:request_uri:x", "//evil.example.test", "/personne/\\x"]
)
JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.integers())
PUSHED = ("client_id", "redirect_uri", "response_type", "scope", "nonce", "dpop_jkt", "request_uri", "x")


@given(name=st.sampled_from(PUSHED), value=TEXT)
@FEW
def test_pushed_requests(strict: Strict, name: str, value: str) -> None:
    answer = strict.client.push("v" * 43, **{name: value})
    assert answer.status_code in (201, 400, 401), answer.text
    assert answer.json().get("error") or answer.json()["request_uri"]


@given(claim=st.sampled_from(["jti", "htm", "htu", "iat", "ath", "nonce"]), value=JSON)
@FEW
def test_proofs(strict: Strict, claim: str, value: Any) -> None:
    if isinstance(value, float):
        value = 1e300 if value > 0 else 0.5
    proof = strict.client.proof("POST", f"{strict.base}/oauth/token", **{claim: value})
    answer = strict.client.send("token", proof, grant_type="refresh_token", refresh_token="x")
    assert answer.status_code == 400
    assert answer.json()["error"] in ("invalid_dpop_proof", "invalid_grant")


@given(value=TEXT)
@FEW
def test_introspection(running: Running, value: str) -> None:
    answer = running.client.post("introspect", token=value, token_type_hint=value)
    assert answer.status_code in (200, 400)
    assert answer.json().get("active") is False or answer.json()["error"]


@pytest.fixture(scope="module")
def browser(running: Running) -> Browser:
    return running.browser()


@given(name=st.sampled_from(["client", "fait", "page", "avant", "mesure", "next", "ui_locales"]), value=TEXT)
@FEW
def test_addresses_of_pages(running: Running, browser: Browser, name: str, value: str) -> None:
    for page in ("", "/connexion", "/activation", "/services", "/service", "/accord", "/mesures", "/acces"):
        url = f"{running.base}/personne{page}"
        answer = browser.http.get(url, params={name: value}, allow_redirects=False)
        assert answer.status_code in (200, 303)
        assert answer.headers.get("location", "/").startswith(("/personne", "/oauth/authorize?", "/"))
        assert not answer.headers.get("location", "/").startswith("//")


@given(name=st.sampled_from(["withdraw", "decision", "MESURES.read", "agree", "x"]), value=TEXT)
@FEW
def test_forms_of_pages(running: Running, browser: Browser, name: str, value: str) -> None:
    token = {"form_token": browser.http.cookies["__Host-mes_form"]}
    for page in ("/service?client=app-1", "/accord?client=app-1", "/activation"):
        answer = browser.http.post(f"{running.base}/personne{page}", data=token | {name: value}, allow_redirects=False)
        assert answer.status_code in (303, 400)


def test_a_scope_that_the_service_declares_nothing_for(running: Running) -> None:
    told = callback(running.browser().consent(running.client.ask("v" * 43, scope="openid")))
    assert told["error"] == "invalid_scope" and told["state"]
