"""The answers of the space: FHIR JSON, and errors as OperationOutcome."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from conformance.contract.errors import Issue, operation_outcome

# FHIR numbers are written as they came, digit for digit.
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class RefusedCall(Exception):
    """A call that the space refuses; ``issues`` say why, all with one HTTP status."""

    def __init__(self, *issues: Issue) -> None:
        super().__init__(issues[0].diagnostics)
        self.issues = list(issues)


def encode(value: Any) -> bytes:
    """Return ``value`` as JSON."""
    return _ENCODER.encode(value)


def fhir(value: Any, status: int = 200) -> Response:
    """Answer with a FHIR resource."""
    return Response(encode(value), status, _HEADERS, "application/fhir+json")


def outcome(*issues: Issue) -> Response:
    """Answer with what is wrong; the first issue gives the HTTP status."""
    status = issues[0].status
    answer = fhir(operation_outcome([one for one in issues if one.status == status]), status)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return answer
