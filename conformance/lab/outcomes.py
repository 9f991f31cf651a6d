"""Answers that the lab makes in place of the space: refusals in FHIR, errors in OAuth."""

from __future__ import annotations

import json

from conformance.contract.errors import issue, operation_outcome
from conformance.lab.journal import Answer, Headers

RETRY_AFTER = 2
"""Seconds for which a client is asked to stay away."""


def outcome(error: str, status: int = 0, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """The OperationOutcome of one error of the contract; ``status`` takes the place of its own."""
    one = issue(error)
    body = json.dumps(operation_outcome([one])).encode()
    return Answer(status=status or one.status, headers=(*fhir_headers(body), *headers), body=body)


def fhir_headers(body: bytes) -> Headers:
    """The header fields of a FHIR body."""
    return (
        ("content-type", "application/fhir+json"),
        ("cache-control", "no-store"),
        ("content-length", str(len(body))),
    )


def oauth_error(status: int, error: str, *headers: tuple[str, str]) -> Answer:
    """An error of the token endpoint (RFC 6749, section 5.2)."""
    body = json.dumps({"error": error}).encode()
    said = (("content-type", "application/json"), ("cache-control", "no-store"), ("content-length", str(len(body))))
    return Answer(status=status, headers=(*said, *headers), body=body)
