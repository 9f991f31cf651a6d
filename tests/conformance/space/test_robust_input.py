"""Whatever is sent to the FHIR side, it answers with a refusal in FHIR, never with a fault of its own."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.space.app import create_space
from conformance.space.settings import SpaceSettings
from tests.conformance import samples
from tests.conformance.space.conftest import KINDS
from tests.conformance.space.direct import BASE, OBSERVATION, PERIOD, Answer, Direct, Member
from tests.conformance.space.postgres import empty_schema

MANY = settings(max_examples=150, derandomize=True, deadline=None, database=None)
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([10**18, 1e-308, 1e308, "", "71", "2026-02-30", "urn:oid:2.25.1", "29463-7", "Device/x"])
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module", params=[KINDS[0], KINDS[2]])
def member(request: pytest.FixtureRequest) -> Iterator[Member]:
    """A paired person, on SQLite and on the database that is choosier about text."""
    on_postgres = request.param == "postgresql"
    database = empty_schema(request.getfixturevalue("postgres")) if on_postgres else "sqlite://"
    space = create_space(SpaceSettings(base_url=BASE, database=database, extensions=True, access_seconds=10**6))
    direct = Direct(space)
    yield direct.pair(direct.register("app-1"))
    space.close()


def sound(answer: Answer) -> None:
    """An answer is right, or a refusal with an OperationOutcome."""
    assert answer.status < 500, answer
    assert answer.headers["x-request-id"]
    if answer.status >= 400:
        assert answer.errors


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    yield path
    if isinstance(value, dict | list):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(child, (*path, key))


RIGHT = {
    name: samples.bundle(samples.observation(name), with_device=True)
    for name in ("body_weight", "blood_pressure", "blood_glucose")
}


@given(data=st.data(), name=st.sampled_from(sorted(RIGHT)), junk=JUNK)
@MANY
def test_bundles_with_one_wrong_part(member: Member, data: st.DataObject, name: str, junk: Any) -> None:
    bundle = copy.deepcopy(RIGHT[name])
    bundle["entry"][0]["resource"]["subject"]["identifier"] = {"system": member.authority, "value": member.idpe}
    *above, last = data.draw(st.sampled_from(list(places(bundle))[1:]))
    holder: Any = bundle
    for step in above:
        holder = holder[step]
    holder[last] = junk
    sound(member.send(json.dumps(bundle).encode("utf-8", "surrogatepass")))


@given(body=st.binary(max_size=200) | JUNK.map(lambda one: json.dumps(one).encode()))
@MANY
def test_bodies_of_any_kind(member: Member, body: bytes) -> None:
    sound(member.send(body))
    sound(member.direct.ask("PUT", f"{OBSERVATION}/x", member.headers | {"Content-Type": "application/json"}, body))


DEEP = [b"[" * 90_000, b'{"a":' * 40_000, b"[" * 90_000 + b"]" * 90_000, b'{"entry":[' * 200, b'"' + b"\\u0000" * 9]
LARGE = [b"9" * 5_000, b"[" + b"0," * 120_000 + b"0]", b'{"resourceType":"Bundle","x":"' + b"x" * 250_000 + b'"}']


@pytest.mark.parametrize("body", DEEP + LARGE)
def test_deep_and_large_bodies(member: Member, body: bytes) -> None:
    answer = member.send(body)
    sound(answer)
    assert 400 <= answer.status < 500


def test_many_entries_and_many_parts(member: Member) -> None:
    many = samples.bundle(member.measure("body_weight"))
    many["entry"] *= 200
    sound(member.send(many))
    wide = member.measure("body_weight")
    wide["category"] *= 900
    wide["note"] = [{"text": "x"}] * 900
    answer = member.send(samples.bundle(wide))
    sound(answer)
    assert answer.status == 422 and len(answer.json["issue"]) <= 50


VALUES = st.text(max_size=12) | st.sampled_from(
    ["ge2026", "le2026", "lt0001-01-01", "ge9999-12-31", "-date", "1", "100", "0", "29463-7", "39156-5", "|", "a|b"]
)
NAMES = st.sampled_from(
    ["code", "subject.identifier", "date", "_sort", "_count", "_offset", "_include", "_until", "patient"]
)


@given(fields=st.lists(st.tuples(NAMES, VALUES), max_size=6), right=st.booleans())
@MANY
def test_searches_of_any_kind(member: Member, fields: list[tuple[str, str]], right: bool) -> None:
    base = [("code", "39156-5"), ("subject.identifier", f"{member.authority}|{member.idpe}"), *PERIOD] if right else []
    query = urlencode([*base, *fields], errors="surrogatepass")
    sound(member.get(f"{OBSERVATION}?{query}"))
    sound(member.get(f"/fhir/AuditEvent?{query}"))


@given(raw=st.text(max_size=40))
@MANY
def test_queries_and_ids_of_any_kind(member: Member, raw: str) -> None:
    name = raw.replace("?", "").replace("/", "") or "x"
    for method in ("GET", "PUT", "DELETE"):
        headers = member.headers | {"If-Match": "*", "Content-Type": "application/json"}
        sound(member.direct.ask(method, f"{OBSERVATION}/{name}", headers, b"{}"))
    sound(member.get(f"/fhir/Device/{name}"))
    sound(member.get(f"{OBSERVATION}?{quote(raw, safe='&=%+', errors='surrogatepass')}"))


HEADERS = st.sampled_from(
    ["authorization", "id-token", "x-request-id", "if-none-match", "if-match", "content-type", "dpop", "accept"]
)
LATIN = st.text(st.characters(codec="latin-1"), max_size=60)


@given(name=HEADERS, value=LATIN | LATIN.map(lambda one: f"Bearer {one}") | LATIN.map(lambda one: f"DPoP {one}"))
@MANY
def test_headers_of_any_kind(member: Member, name: str, value: str) -> None:
    changed = {name.replace("-", "_"): value}
    sound(member.get(f"{OBSERVATION}/x", **changed))
    sound(member.send(samples.bundle(member.measure("body_weight")), **changed))
