"""Feeding measures over TLS: what the API promises, and refusals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.contract.measures import load_measures
from tests.conformance import samples
from tests.conformance.conftest import Running
from tests.conformance.paired import LAST, PERIOD, Paired, diagnostics

WRITABLE = [i.id for m in load_measures().measures if m.writable for i in m.indicators]


@pytest.fixture(scope="module")
def paired(running: Running) -> Paired:
    return Paired(running)


@pytest.mark.parametrize("indicator", WRITABLE)
def test_what_is_written_can_be_read(running: Running, indicator: str) -> None:
    someone = Paired(running)
    answer = someone.write(indicator)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["resourceType"], told["type"]) == ("Bundle", "transaction-response")
    response = told["entry"][0]["response"]
    assert response["status"] == "201 Created"
    made = someone.measure(indicator)
    found = someone.read(made["code"]["coding"][0]["code"], *LAST).json()
    resource = found["entry"][0]["resource"]
    assert found["total"] == 1
    assert response["location"] == f"Observation/{resource.pop('id')}"
    told = resource.pop("meta")
    assert told.pop("lastUpdated").startswith("20")
    assert told == made.pop("meta") | {"source": f"urn:oid:{samples.OID}", "versionId": "1"}
    assert resource == made


def test_digits_are_kept_as_written(running: Running) -> None:
    someone = Paired(running)
    body = json.dumps(samples.bundle(someone.measure("body_temperature"))).replace('"value": 71', '"value": 36.60')
    assert someone.client.write(someone.tokens, body.encode()).status_code == 200
    assert '"value":36.60' in someone.read("8310-5", *LAST).text


def test_a_device_is_created_once(running: Running) -> None:
    someone = Paired(running)
    instants = ("2026-11-02T07:30:00+01:00", "2026-11-03T07:30:00+01:00")
    answers = [someone.write("body_weight", at, device=True).json() for at in instants]
    assert [one["entry"][1]["response"]["status"] for one in answers] == ["201 Created", "200 OK"]
    assert len({one["entry"][1]["response"]["location"] for one in answers}) == 1
    found = someone.read("29463-7", *PERIOD, ("_include", "Observation:device")).json()
    kinds = [entry["resource"]["resourceType"] for entry in found["entry"]]
    assert kinds == ["Observation", "Observation", "Device"]
    assert found["total"] == 2
    device = f"Device/{found['entry'][2]['resource']['id']}"
    assert all(entry["resource"]["device"]["reference"] == device for entry in found["entry"][:2])


def test_a_wrong_write_stores_nothing(running: Running) -> None:
    someone = Paired(running)
    made = samples.bundle(someone.measure("body_weight"), with_device=True)
    made["entry"][0]["resource"].pop("valueQuantity")
    answer = someone.client.write(someone.tokens, made)
    assert answer.status_code == 422
    assert diagnostics(answer) == ["Observation value quantity not provided."]
    assert answer.json()["issue"][0]["details"]["text"] == "Observation resource not valid."
    assert someone.write("body_mass_index").json()["issue"][0]["diagnostics"] == "Bmi observation cannot be created."
    assert someone.read("29463-7", *PERIOD).json()["total"] == 0
    assert someone.write("body_weight", device=True).json()["entry"][1]["response"]["status"] == "201 Created"


HOSTILE: list[tuple[int, bytes]] = [
    (400, b""),
    (400, b"null"),
    (400, b"{"),
    (400, b"\xff\xfe"),
    (400, b"[" * 100_000),
    (400, b'{"a":' * 5_000 + b"1" + b"}" * 5_000),
    (400, b"[" * 40 + b"]" * 40),
    (400, b'{"resourceType":"Bundle","resourceType":"Bundle"}'),
    (400, b'{"resourceType":"Bundle","x":NaN}'),
    (400, b'{"resourceType":"Bundle","x":1e999}'),
    (400, b'{"resourceType":"Bundle","x":' + b"1" * 10_000 + b"}"),
    (400, b'{"resourceType":"Bundle","x":"\\ud800"}'),
    (400, b'{"resourceType":"Bundle","\\u0000":1}'),
    (413, b'"' + b"x" * 300_000 + b'"'),
    (422, b'{"resourceType":"Bundle"}'),
    (422, b'{"resourceType":"Bundle","type":"transaction","entry":[null,1,{"resource":[]}]}'),
]


@pytest.mark.parametrize(("status", "body"), HOSTILE)
def test_a_hostile_body_gets_an_outcome(paired: Paired, status: int, body: bytes) -> None:
    answer = paired.client.write(paired.tokens, body)
    assert answer.status_code == status
    assert diagnostics(answer)


def test_the_wrong_media_type_is_refused(paired: Paired) -> None:
    assert (
        paired.client.write(paired.tokens, b"<Bundle/>", **{"Content-Type": "application/fhir+xml"}).status_code == 415
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.data(), junk=JSON)
@settings(max_examples=40, derandomize=True, deadline=None, database=None)
def test_no_body_breaks_the_space(paired: Paired, data: st.DataObject, junk: Any) -> None:
    made = samples.bundle(paired.measure("blood_glucose"), with_device=True)
    entry = made["entry"][data.draw(st.integers(0, 1))]
    holder = data.draw(st.sampled_from([made, entry, entry["request"], entry["resource"]]))
    holder[data.draw(st.sampled_from(sorted(holder)))] = junk
    assert paired.client.write(paired.tokens, made).status_code < 500
