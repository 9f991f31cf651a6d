"""How each scenario answers business calls and refreshes; ``None`` leaves the space's own answer as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from conformance.contract.errors import issue, operation_outcome
from conformance.lab import pages, token_answers
from conformance.lab.journal import Answer
from conformance.lab.outcomes import RETRY_AFTER, fhir_headers, outcome
from conformance.lab.pages import Call

Business = Callable[[Call], Answer | None]

def _refusal(error: str, status: int = 0, headers: tuple[tuple[str, str], ...] = ()) -> Business:
    def answer(call: Call) -> Answer | None:
        return outcome(error, status, headers)

    return answer


def _stay_away(status: int) -> Business:
    def answer(call: Call) -> Answer | None:
        if call.seconds >= RETRY_AFTER:
            return None
        told = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "throttled"}]}
        body = json.dumps(told).encode()
        return Answer(status=status, headers=(*fhir_headers(body), ("retry-after", str(RETRY_AFTER))), body=body)

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
    return Answer(status=200, headers=fhir_headers(body), body=body)


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
    "majority_reached": _refusal("consent_missing"),
    "refresh_refused": token_answers.refresh_refused,
    "write_refused": _refusal("value_missing"),
    "write_conflict": _refusal("oid_conflict"),
    "idpe_mismatch": _refusal("idpe_mismatch"),
    "access_token_expired": lambda call: token_answers.expired(),
    "throttled": _stay_away(429),
    "unavailable": _stay_away(503),
    "token_unavailable": token_answers.token_unavailable,
    "refresh_other_subject": token_answers.refresh_other_subject,
    "write_lost": _lost,
    "answer_lost": _lost,
    "answer_cut": _cut,
    "partial_failure": _partial,
    **{name: _read(made) for name, made in pages.PAGES.items()},
}
