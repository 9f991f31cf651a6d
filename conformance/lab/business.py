"""How each scenario answers business calls and refreshes; ``None`` leaves the space's own answer as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from conformance.contract.errors import issue, operation_outcome
from conformance.lab import pages
from conformance.lab.journal import Answer
from conformance.lab.pages import Call

Business = Callable[[Call], Answer | None]

RETRY_AFTER = 2
"""Seconds for which a client is asked to stay away."""


def _refusal(error: str, status: int = 0, headers: tuple[tuple[str, str], ...] = ()) -> Business:
    def answer(call: Call) -> Answer | None:
        return _outcome(error, status, headers)

    return answer


def _outcome(error: str, status: int = 0, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    one = issue(error)
    body = json.dumps(operation_outcome([one])).encode()
    return Answer(status=status or one.status, headers=(*_fhir(body), *headers), body=body)


def _fhir(body: bytes) -> tuple[tuple[str, str], ...]:
    return (
        ("content-type", "application/fhir+json"),
        ("cache-control", "no-store"),
        ("content-length", str(len(body))),
    )


def _expired() -> Answer:
    return _outcome("access_token_invalid", headers=(("www-authenticate", 'Bearer error="invalid_token"'),))


def _refresh_refused(call: Call) -> Answer | None:
    if call.operation == "token":
        body = json.dumps({"error": "invalid_grant"}).encode()
        headers = (("content-type", "application/json"), ("cache-control", "no-store"))
        return Answer(status=400, headers=(*headers, ("content-length", str(len(body)))), body=body)
    return _expired()


def _stay_away(status: int) -> Business:
    def answer(call: Call) -> Answer | None:
        if call.seconds >= RETRY_AFTER:
            return None
        told = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "throttled"}]}
        body = json.dumps(told).encode()
        return Answer(status=status, headers=(*_fhir(body), ("retry-after", str(RETRY_AFTER))), body=body)

    return answer


def _lost(call: Call) -> Answer | None:
    body = b"<html><body><h1>504 Gateway Time-out</h1></body></html>"
    return Answer(status=504, headers=(("content-type", "text/html"), ("content-length", str(len(body)))), body=body)


def _cut(call: Call) -> Answer | None:
    right = call.right
    return (
        msgspec.structs.replace(right, body=right.body[: len(right.body) // 2], cut=True)
        if len(right.body) > 1
        else None
    )


def _partial(call: Call) -> Answer | None:
    """A transaction whose Observation was not stored, although the whole says 200."""
    entries: list[dict[str, Any]] = []
    for one in call.sent_entries():
        if one.get("resource", {}).get("resourceType") == "Observation":
            told = operation_outcome([issue("value_missing")])
            entries.append({"response": {"status": "422 Unprocessable Entity", "outcome": told}})
        else:
            entries.append({"response": {"status": "200 OK", "location": "Device/partial"}})
    body = json.dumps({"resourceType": "Bundle", "type": "transaction-response", "entry": entries}).encode()
    return Answer(status=200, headers=_fhir(body), body=body)


def _read(made: Callable[[Call], bytes]) -> Business:
    def answer(call: Call) -> Answer | None:
        if call.right.status != 200:
            return None
        body = made(call)
        headers = tuple(
            (name, str(len(body)) if name.lower() == "content-length" else value) for name, value in call.right.headers
        )
        return msgspec.structs.replace(call.right, headers=headers, body=body)

    return answer


BUSINESS: Mapping[str, Business] = {
    "consent_withdrawn": _refusal("consent_missing"),
    "write_withdrawn": _refusal("consent_missing"),
    "service_suspended": _refusal("service_out"),
    "refresh_refused": _refresh_refused,
    "write_refused": _refusal("value_missing"),
    "write_conflict": _refusal("oid_conflict"),
    "idpe_mismatch": _refusal("idpe_mismatch"),
    "access_token_expired": lambda call: _expired(),
    "throttled": _stay_away(429),
    "unavailable": _stay_away(503),
    "answer_lost": _lost,
    "answer_cut": _cut,
    "partial_failure": _partial,
    **{name: _read(made) for name, made in pages.PAGES.items()},
}
