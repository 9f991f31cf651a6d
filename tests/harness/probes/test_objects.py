"""What names an object, how a request is asked by somebody else, worthless credentials, and generated requests."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from criteria.http_exchange import HttpExchange, HttpRequest, HttpResponse
from harness.net import Answer
from harness.probes.hostile.generated import generated
from harness.probes.hostile.readable import in_address
from harness.probes.objects.naming import is_identifier, named_by, shape_of
from harness.probes.objects.replaying import asked_by, borne, own_tokens
from harness.probes.objects.tampering import (
    altered_cookies,
    altered_credentials,
    foreign_credentials,
    invented_cookies,
    unsigned_credentials,
)

BASE = "https://app.example.fr"
UUID = "4f1c2d3e-0001-4000-8000-00000000abcd"
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
JSON = (("Content-Type", "application/json"), ("X-CSRF-Token", "de-a"), ("Cookie", "s=1"))


def answered(
    path: str, *, method: str = "GET", sent: bytes = b"", headers: Any = (), body: bytes = b"", kind: str = "text/html"
) -> Answer:
    response = HttpResponse(status=200, headers=(("Content-Type", kind),))
    request = HttpRequest(method=method, url=BASE + path, headers=headers)
    return Answer(exchange=HttpExchange(request=request, response=response), body=body, request_body=sent)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("", UUID, True),
        ("", "184", True),
        ("", "mesures", False),
        ("", "v1", False),
        ("document", UUID, True),
        ("id", "7", True),
        ("userId", "7", True),
        ("systolique", "131", False),
        ("date", "2026-01-05T10:00", False),
        ("csrf", "a1b2c3d4e5f6", False),
        ("note", "une note", False),
    ],
)
def test_identifiers(name: str, value: str, expected: bool) -> None:
    assert is_identifier(name, value) is expected


def test_what_a_request_names() -> None:
    sent = f"jeton=abcdef123456&document={UUID}".encode()
    form = answered("/documents/titre", method="POST", sent=sent, headers=FORM)
    told = answered("/api", method="POST", sent=json.dumps({"night": {"id": 12, "note": "x"}}).encode(), headers=JSON)
    assert named_by(form) == {UUID}
    assert named_by(told) == {"12"}
    assert named_by(answered(f"/mesures/{UUID}?page=2")) == {UUID}
    assert shape_of(f"{BASE}/mesures/{UUID}?b=1&a=2") == "app.example.fr/mesures/{}?a&b"


def test_somebody_else_asks_with_their_own_tokens() -> None:
    page = answered("/journal", body=b'<input type="hidden" name="jeton" value="de-b">')
    told = answered("/api/session", body=b'{"csrf": "de-b-json"}', kind="application/json")
    tokens = own_tokens([page, told])
    assert tokens == {"jeton": "de-b", "csrf": "de-b-json"}
    form = answered("/m", method="POST", sent=b"jeton=de-a&note=canari-a", headers=FORM)
    assert asked_by(form, tokens, (), {"canari-a": "essai"}).body == b"jeton=de-b&note=essai"
    headers = (*JSON, ("Authorization", "Bearer a"))
    api = answered("/m", method="POST", sent=b'{"note": "canari-a", "n": 3}', headers=headers)
    ask = asked_by(api, tokens, (("Authorization", "Bearer b"),), {"canari-a": "essai"})
    assert json.loads(ask.body) == {"note": "essai", "n": 3}
    assert dict(ask.headers) == {
        "Content-Type": "application/json", "X-CSRF-Token": "de-b-json", "Authorization": "Bearer b",
    }


def test_worthless_cookies_keep_their_form() -> None:
    pairs = (("s", "abcdEFGH1234"), ("theme", "dark"))
    altered, invented = altered_cookies(pairs), invented_cookies(pairs)
    assert altered.startswith("s=abcdEFGH") and altered.endswith("theme=dark")
    assert "1234" not in altered
    assert len(invented) == len("s=abcdEFGH1234; theme=dark")
    assert invented.partition("; ")[0] != "s=abcdEFGH1234"


def test_worthless_tokens() -> None:
    key = ECKey.generate_key("P-256", private=True)
    token = jwt.encode({"alg": "ES256"}, {"sub": "alice", "aud": "app"}, key, algorithms=["ES256"])
    made = {
        name: dict(change((("Authorization", f"Bearer {token}"),)))["Authorization"].removeprefix("Bearer ")
        for name, change in (
            ("altered", altered_credentials), ("unsigned", unsigned_credentials), ("foreign", foreign_credentials),
        )
    }
    assert made["altered"].split(".")[2] == token.split(".")[2] and made["altered"] != token
    assert made["unsigned"].endswith(".")
    assert len(made["foreign"].split(".")) == 3
    for worthless in made.values():
        with pytest.raises((JoseError, ValueError)):
            jwt.decode(worthless, key, algorithms=["ES256"])


def test_a_key_in_a_field_of_its_own_is_left_out_and_replaced_too() -> None:
    """A key left in a replay would make its owner of whoever asks."""
    heard = answered("/api/notes", headers=(("X-Api-Key", "of-a"), ("Accept", "application/json")))
    names = frozenset({"authorization", "x-api-key"})
    assert borne(heard, names) == (("X-Api-Key", "of-a"),)
    assert asked_by(heard, {}, (), {}, names).headers == (("Accept", "application/json"),)
    assert asked_by(heard, {}, (("X-Api-Key", "of-b"),), {}, names).headers == (
        ("Accept", "application/json"), ("X-Api-Key", "of-b"),
    )
    assert altered_credentials((("X-Api-Key", "abcdefgh"),)) != (("X-Api-Key", "abcdefgh"),)


def test_opaque_tokens_are_altered_too() -> None:
    assert altered_credentials((("Authorization", "Bearer abcdefgh"),)) != (("Authorization", "Bearer abcdefgh"),)


def test_parameters_of_an_address() -> None:
    found = {one.id: one for one in in_address(f"{BASE}/mesures/{UUID}/note?page=2&q=")}
    assert set(found) == {"GET /mesures/{}/note page", "GET /mesures/{}/note q", "GET /mesures/{}/note"}
    assert found["GET /mesures/{}/note page"].ask("3'").url == f"{BASE}/mesures/{UUID}/note?q=&page=3%27"
    changed = found["GET /mesures/{}/note"].ask("a/b").url
    assert changed == f"{BASE}/mesures/a%2Fb/note?page=2&q="


DESCRIBED = {
    "openapi": "3.1.0",
    "info": {"title": "a", "version": "1"},
    "paths": {
        "/a/{id}": {
            "get": {
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "q", "in": "query", "required": True, "schema": {"type": "integer"}},
                ],
                "responses": {"200": {"description": "a"}},
            }
        }
    },
}


def test_generated_requests_are_the_same_each_time() -> None:
    first, second = list(generated(DESCRIBED)), list(generated(DESCRIBED))
    assert first == second
    assert {one.operation for one in first} == {"GET /a/{id}"}
    assert {one.sound for one in first} == {True, False}


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(["openapi", "paths", "info", "servers"]), st.none() | st.integers() | st.text()))
def test_any_document_can_be_read(document: dict[str, Any]) -> None:
    assert list(generated(document)) == []


@pytest.mark.parametrize(
    "paths", [{"/a": {"get": {"parameters": 3}}}, {"/a": {"get": {"$ref": "#/paths/~1a/get"}}}, {"/a": 3}]
)
def test_any_operation_can_be_read(paths: dict[str, Any]) -> None:
    list(generated({**DESCRIBED, "paths": paths}))
