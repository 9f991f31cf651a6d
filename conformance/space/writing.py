"""Feeding: ``POST /fhir`` with a transaction of one Observation and at most one Device (MES 1.5.2, section 2.2)."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from conformance.contract.editions import edition
from conformance.contract.errors import Issue, issue
from conformance.contract.observation import bundle_missing, measure_of, validate_bundle
from conformance.contract.profile_issues import profile_issues
from conformance.contract.shape import mapping, text
from conformance.contract.transaction import entries_of
from conformance.space.access import Access, check_access
from conformance.space.answers import RefusedCall, fhir
from conformance.space.calls import Call, answer, body_of, parse
from conformance.space.measures import Author, Prepared, Stored, prepare, store_device, store_observation
from conformance.space.reading import FHIR_TYPES
from conformance.space.versions import etag


async def write(request: Request) -> Response:
    """Store a measure, or say everything that is wrong with the request."""
    body = await body_of(request, FHIR_TYPES, request.app.state.settings.max_body)
    return await run_in_threadpool(answer, Call(request, "transaction", "Bundle"), partial(_write, body=body))


def _write(call: Call, body: bytes | RefusedCall) -> Response:
    access = check_access(call.request, "write")
    if isinstance(body, bytes) and not body.strip():
        raise RefusedCall(bundle_missing(edition(call.state.settings.edition)))
    bundle = parse(call, body)
    _check(call, access, bundle)
    author = Author(client_id=access.client_id, oid=access.oid, login=access.login, idpe=access.idpe)
    made = prepare(_observation(bundle), author, call.state.store.now())
    done = call.state.store.commit(partial(_store, call=call, bundle=bundle, made=made, author=author))
    call.noted = True
    if isinstance(done, Issue):
        raise RefusedCall(done)
    return fhir(_response(bundle, done, edition(call.state.settings.edition).location, access.oid))


def _check(call: Call, access: Access, bundle: Any) -> None:
    """Refuse another person's measure before looking at it; a missing identifier is the validator's to tell."""
    for entry in entries_of(bundle, "Observation"):
        identifier = mapping(entry, "resource", "subject", "identifier")
        if text(identifier, "value") and not access.owns(text(identifier, "system"), text(identifier, "value")):
            raise RefusedCall(issue("idpe_mismatch", "Observation.subject.identifier"))
    wrong = validate_bundle(bundle, solution_oid=access.oid, played=edition(call.state.settings.edition))
    if not wrong:
        wrong = profile_issues(bundle)
    found = measure_of(_observation(bundle)) if entries_of(bundle, "Observation") else None
    call.code = found[1].code if found else ""
    if wrong:
        raise RefusedCall(*wrong)
    if found:
        access.require(found[0].id)


def _observation(bundle: Any) -> dict[str, Any]:
    return mapping(entries_of(bundle, "Observation")[0], "resource")


def _store(
    connection: Connection, *, call: Call, bundle: Any, made: Prepared, author: Author
) -> dict[str, Stored] | Issue:
    """Store all or nothing, and write down who did, in one transaction."""
    devices = entries_of(bundle, "Device")
    whole = connection.begin_nested() if devices else None
    stored = {}
    for one in devices:
        stored["Device"] = store_device(connection, one, author, call.state.store.now())
    device = stored["Device"].id if devices else None
    stored["Observation"] = store_observation(connection, made, author, device)
    targets = tuple(f"{kind}/{one.id}" for kind, one in sorted(stored.items(), reverse=True))
    if stored["Observation"].clash:
        if whole:
            whole.rollback()  # no device without its measure
        refusal = issue("identifier_taken", "Observation.identifier")
        call.note(connection, refusal.status, refusal.error)
        return refusal
    if whole:
        whole.commit()
    call.note(connection, 200, targets=targets)
    return stored


def _response(bundle: Any, stored: dict[str, Stored], location: str, oid: str) -> dict[str, Any]:
    kinds = [text(mapping(entry, "resource"), "resourceType") for entry in bundle["entry"]]
    return {
        "resourceType": "Bundle",
        "id": str(uuid4()),
        "type": "transaction-response",
        "entry": [{"response": _told(kind, stored[kind], location, oid)} for kind in kinds],
    }


def _told(kind: str, stored: Stored, location: str, oid: str) -> dict[str, str]:
    return {
        "status": "201 Created" if stored.created else "200 OK",
        "location": location.format(type=kind, id=stored.id, oid=oid),
        "etag": etag(stored.version),
    }
