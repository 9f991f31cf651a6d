"""Bodies that are wrong, huge, deep or of another kind: refused as the client's fault, never a fault of the space."""

from __future__ import annotations

from typing import Any

from conformance.suite import samples
from conformance.suite.answer import Answer
from conformance.suite.bench import Bench, stamp
from conformance.suite.case import case
from conformance.suite.outcome import expect, expect_outcome, expect_same

_DEEP = 400


@case("http.bundle-missing")
def bundle_missing(bench: Bench) -> None:
    for body in (b"", b"{}", b"[]", b"null"):
        expect_outcome(bench.pair().post(body), "bundle_missing")


@case("http.json-malformed")
def json_malformed(bench: Bench) -> None:
    for body in (b"{", b"\xff\xfe", b'{"a":1,"a":2}', b'{"resourceType":"Bundle","x":NaN}', b"'"):
        expect_outcome(bench.pair().post(body), "json_invalid")


@case("http.json-deep")
def json_deep(bench: Bench) -> None:
    for body in (b"[" * _DEEP + b"]" * _DEEP, b'{"a":' * _DEEP + b"1" + b"}" * _DEEP, b"[" * 100_000):
        answer = bench.pair().post(body)
        expect_outcome(answer, "json_too_deep", "json_invalid")


@case("http.body-oversized")
def oversized(bench: Bench) -> None:
    body = b'{"resourceType":"Bundle","type":"transaction","entry":["' + b"x" * bench.manifest.max_body + b'"]}'
    expect_outcome(bench.pair().post(body), "body_too_large")


@case("http.media-type-foreign")
def media_type(bench: Bench) -> None:
    for media in ("text/plain", "application/xml", "application/x-www-form-urlencoded"):
        answer = bench.pair().post(b"{}", **{"Content-Type": media})
        expect_outcome(answer, "media_type")


@case("http.shapes-hostile")
def shapes(bench: Bench) -> None:
    """Every member of a right request, replaced by another kind of value: refused or stored, never a fault."""
    pair = bench.pair()
    values: tuple[Any, ...] = (None, 7, [[]], {"a": {"b": []}})
    for value in values:
        for path in ("entry", "type", "resourceType"):
            sent: dict[str, Any] = {"resourceType": "Bundle", "type": "transaction", "entry": [{"resource": {}}]} | {
                path: value
            }
            _client_fault(pair.post(sent))
        for member in ("code", "subject", "meta", "effectiveDateTime", "valueQuantity", "category", "extension"):
            made = pair.measure("body_weight", stamp(bench.minute())) | {member: value}
            _client_fault(pair.post(samples.bundle(made)))


def _client_fault(answer: Answer) -> None:
    expect(answer.status < 500, "status", answer, call=answer.name, status=answer.status, wanted="4xx")
    if answer.status >= 400:
        expect_same("resourceType", answer.member("resourceType"), "OperationOutcome", answer)
