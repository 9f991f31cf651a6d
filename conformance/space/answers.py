"""The answers of the space: FHIR JSON, and errors as OperationOutcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

from conformance.contract.errors import Issue, operation_outcome

# FHIR numbers are written as they came, digit for digit.
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class RefusedCall(Exception):
    """A call that the space refuses; ``issues`` say why, all with one HTTP status; ``headers`` go with the answer."""

    def __init__(self, *issues: Issue, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(issues[0].diagnostics)
        self.issues = list(issues)
        self.headers = dict(headers or {})


def encode(value: Any) -> bytes:
    """Return ``value`` as JSON."""
    return _ENCODER.encode(value)


def fhir(value: Any, status: int = 200, etag: str = "") -> Response:
    """Answer with a FHIR resource, and the entity tag of its version if it has one."""
    headers = _HEADERS | ({"ETag": etag} if etag else {})
    return Response(encode(value), status, headers, "application/fhir+json")


def outcome(*issues: Issue, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with what is wrong; the first issue gives the HTTP status."""
    status = issues[0].status
    answer = fhir(operation_outcome([one for one in issues if one.status == status]), status)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    answer.headers.update(headers or {})
    return answer
