"""Feeding: ``POST /fhir`` with a transaction of one Observation and at most one Device (MES 1.5.2, section 2.2)."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

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
from conformance.space.ids import new_id
from conformance.space.measures import Author, Prepared, Stored, prepare, row_of, store_device, stored_observation
from conformance.space.new_rows import insert_observations
from conformance.space.reading import FHIR_TYPES
from conformance.space.versions import etag

Results = dict[str, Stored]


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
    done = _commit(call, bundle, made, author)
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


def _commit(call: Call, bundle: Any, made: Prepared, author: Author) -> Results | Issue:
    """Store all or nothing, and write down who did, in one transaction."""
    store = call.state.store
    devices = entries_of(bundle, "Device")
    if devices:
        return cast(Results | Issue, store.commit(partial(_with_device, call, devices[0], made, author)))

    def alone(connection: Connection, created: bool) -> Results | Issue:
        return _told_of(call, connection, {"Observation": stored_observation(connection, made, created=created)})

    return cast(Results | Issue, store.commit_observation(row_of(made, author), alone))


def _with_device(
    call: Call, entry: dict[str, Any], made: Prepared, author: Author, connection: Connection
) -> Results | Issue:
    whole = connection.begin_nested()
    device = store_device(connection, entry, author, call.state.store.now())
    created = bool(insert_observations(connection, [row_of(made, author, device.id)]))
    observation = stored_observation(connection, made, created=created)
    if observation.clash:
        whole.rollback()  # no device without its measure
    else:
        whole.commit()
    return _told_of(call, connection, {"Observation": observation, "Device": device})


def _told_of(call: Call, connection: Connection, stored: Results) -> Results | Issue:
    if stored["Observation"].clash:
        refusal = issue("identifier_taken", "Observation.identifier")
        call.note(connection, refusal.status, refusal.error)
        return refusal
    call.note(connection, 200, targets=tuple(f"{kind}/{one.id}" for kind, one in stored.items()))
    return stored


def _response(bundle: Any, stored: Results, location: str, oid: str) -> dict[str, Any]:
    kinds = [text(mapping(entry, "resource"), "resourceType") for entry in bundle["entry"]]
    return {
        "resourceType": "Bundle",
        "id": new_id(),
        "type": "transaction-response",
        "entry": [{"response": _told(kind, stored[kind], location, oid)} for kind in kinds],
    }


def _told(kind: str, stored: Stored, location: str, oid: str) -> dict[str, str]:
    return {
        "status": "201 Created" if stored.created else "200 OK",
        "location": location.format(type=kind, id=stored.id, oid=oid),
        "etag": etag(stored.version),
    }
