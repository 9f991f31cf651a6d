"""Recorded exchanges as HAR 1.2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from criteria.evidence import MissingBlob
from criteria.observation import Observation
from reports.har import har_of

VALIDATOR = jsonschema.Draft202012Validator(json.loads(Path(__file__).with_name("har.schema.json").read_bytes()))
BODIES = {"sha256:text": "déjà vu".encode(), "sha256:bytes": b"\x89PNG\xff", "sha256:form": b"a=1&b=2"}


def exchange(kind: str = "http.exchange", blobs: dict[str, str] | None = None, **data: Any) -> Observation:
    request = {"method": "GET", "url": "https://app.tensio.example/x?a=1&b=&a=2", "headers": [["Accept", "*/*"]]}
    return Observation(
        id="o-0001",
        look="http.crawl/app",
        kind=kind,
        probe="http.crawl",
        at="2026-03-02T09:12:00.500Z",
        data={"request": request, **data},
        blobs=blobs or {},
    )


def blob(digest: str) -> bytes:
    if digest not in BODIES:
        raise MissingBlob(digest)
    return BODIES[digest]


def only(seen: Observation) -> Any:
    told = har_of([(seen, blob)], "probant 0.1.0")
    VALIDATOR.validate(told)
    json.dumps(told)
    (entry,) = told["log"]["entries"]
    return entry


RESPONSE = {
    "status": 302,
    "headers": [["Location", "/next"], ["Content-Type", "text/plain"]],
    "size": 8,
    "wire_size": 5,
}


def test_an_exchange_is_told_whole() -> None:
    entry = only(exchange(response=RESPONSE, peer="192.0.2.7", blobs={"response_body": "sha256:text"}))
    assert entry["startedDateTime"] == "2026-03-02T09:12:00.500Z"
    assert entry["serverIPAddress"] == "192.0.2.7"
    assert [one["name"] for one in entry["request"]["queryString"]] == ["a", "b", "a"]
    assert entry["response"]["status"] == 302
    assert entry["response"]["redirectURL"] == "/next"
    assert entry["response"]["bodySize"] == 5
    assert entry["response"]["content"] == {"size": 8, "mimeType": "text/plain", "text": "déjà vu"}


def test_bytes_that_are_no_text_are_base64() -> None:
    content = only(exchange(response=RESPONSE, blobs={"response_body": "sha256:bytes"}))["response"]["content"]
    assert (content["encoding"], content["text"]) == ("base64", "iVBOR/8=")


def test_a_posted_body_is_told() -> None:
    entry = only(exchange(kind="space.exchange", response=RESPONSE, blobs={"request_body": "sha256:form"}))
    assert entry["request"]["postData"]["text"] == "a=1&b=2"
    assert entry["request"]["bodySize"] == 7


@pytest.mark.parametrize("blobs", [{}, {"response_body": "sha256:gone"}])
def test_no_answer_and_no_body_are_told_as_such(blobs: dict[str, str]) -> None:
    entry = only(exchange(error="timeout", blobs=blobs))
    assert entry["response"]["status"] == 0
    assert "timeout" in entry["comment"]
    assert "text" not in entry["response"]["content"]


def test_a_hostile_address_is_told_unparsed() -> None:
    request = {"method": "GET", "url": "https://[bad?" + "a=1&" * 20_000}
    entry = only(Observation(id="o", look="l", kind="http.exchange", probe="p", at="2026-03-02T09:12:00.500Z",
                             data={"request": request}))  # fmt: skip
    assert entry["request"]["queryString"] == []


def test_other_observations_are_left_out() -> None:
    assert har_of([(exchange(kind="tls.scan"), blob)])["log"]["entries"] == []
