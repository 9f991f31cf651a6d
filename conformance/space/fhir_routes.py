"""The FHIR side of the space: its endpoints, and what it says of those that it does not have."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conformance.contract.errors import issue
from conformance.space import audit_events, correcting, instances, metadata, searching, writing
from conformance.space.answers import RefusedCall
from conformance.space.callers import note_caller
from conformance.space.calls import Call, answer

FHIR = "/fhir"
FHIR_ROUTES = (
    Route(FHIR, writing.write, methods=["POST"]),
    Route(f"{FHIR}/", writing.write, methods=["POST"]),
    Route(f"{FHIR}/Observation", searching.search),
    Route(f"{FHIR}/Observation/{{id}}", instances.observation),
    Route(f"{FHIR}/Observation/{{id}}", correcting.correct, methods=["PUT"]),
    Route(f"{FHIR}/Observation/{{id}}", correcting.withdraw, methods=["DELETE"]),
    Route(f"{FHIR}/Device/{{id}}", instances.device),
    Route(f"{FHIR}/AuditEvent", audit_events.search),
    Route(f"{FHIR}/metadata", metadata.capability),
    Route(f"{FHIR}/.well-known/smart-configuration", metadata.smart),
)


def is_fhir(request: Request) -> bool:
    """Tell whether a request is for the FHIR side."""
    return request.url.path == FHIR or request.url.path.startswith(f"{FHIR}/")


async def no_such_interaction(request: Request, error: HTTPException) -> Response:
    """Answer to what the space does not offer. It is a refusal like any other, and written down."""
    return await run_in_threadpool(answer, Call(request, ""), lambda call: _refuse(call, error))


def _refuse(call: Call, error: HTTPException) -> Response:
    note_caller(call.request)
    told = issue("method_not_allowed" if error.status_code == 405 else "not_found")
    raise RefusedCall(told, headers=error.headers)
