"""Feeding: ``POST /fhir`` with a transaction of one Observation and at most one Device (MES 1.5.2, section 2.2)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from conformance.contract.errors import issue
from conformance.contract.observation import measure_of, validate_bundle
from conformance.contract.shape import mapping, text
from conformance.contract.transaction import entries_of
from conformance.contract.when import interval
from conformance.space.access import Access, check_access
from conformance.space.answers import RefusedCall, encode, fhir
from conformance.space.reading import FHIR_TYPES, parse_fhir, read_body
from conformance.space.store import Store
from conformance.space.tables import DeviceRow, ObservationRow


async def write(request: Request) -> Response:
    """Store a measure, or say everything that is wrong with the request."""
    access = await run_in_threadpool(check_access, request, "write")
    body = await read_body(request, FHIR_TYPES, request.app.state.settings.max_body)
    if not body.strip():
        raise RefusedCall(issue("bundle_missing"))
    bundle = parse_fhir(body, request.app.state.settings.max_depth)
    return await run_in_threadpool(_write, request.app.state.store, access, bundle)


def _write(store: Store, access: Access, bundle: Any) -> Response:
    _check_subject(access, bundle)
    wrong = validate_bundle(bundle, solution_oid=access.oid)
    if wrong:
        raise RefusedCall(*wrong)
    with store.begin() as session:
        device = _store_device(session, access, bundle)
        location = _store_observation(session, access, bundle, device[0] if device else None)
    responses = {"Observation": ("201 Created", location)}
    if device:
        responses["Device"] = (device[1], f"Device/{device[0]}")
    answers = [responses[text(mapping(entry, "resource"), "resourceType")] for entry in bundle["entry"]]
    return fhir(
        {
            "resourceType": "Bundle",
            "id": str(uuid4()),
            "type": "transaction-response",
            "entry": [{"response": {"status": status, "location": where}} for status, where in answers],
        }
    )


def _check_subject(access: Access, bundle: Any) -> None:
    """Refuse another person's measure before looking at it; a missing identifier is the validator's to tell."""
    for entry in entries_of(bundle, "Observation"):
        identifier = mapping(entry, "resource", "subject", "identifier")
        if text(identifier, "value") and not access.owns(text(identifier, "system"), text(identifier, "value")):
            raise RefusedCall(issue("idpe_mismatch", "Observation.subject.identifier"))


def _store_device(session: Session, access: Access, bundle: Any) -> tuple[str, str] | None:
    """Create the device unless this person has it (FHIR R4 http, conditional create). Our reading: one per person."""
    for entry in entries_of(bundle, "Device"):
        identifier = entry["request"]["ifNoneExist"].removeprefix("identifier=")
        mine = (DeviceRow.login == access.login) & (DeviceRow.identifier == identifier)
        known = session.scalar(select(DeviceRow).where(mine))
        if known:
            return known.id, "200 OK"
        made = str(uuid4())
        resource = entry["resource"] | {"id": made}
        session.add(DeviceRow(id=made, login=access.login, identifier=identifier, resource=encode(resource).decode()))
        return made, "201 Created"
    return None


def _store_observation(session: Session, access: Access, bundle: Any, device_id: str | None) -> str:
    resource = dict(mapping(entries_of(bundle, "Observation")[0], "resource"))
    made = str(uuid4())
    resource["id"] = made
    resource["meta"] = {"source": f"urn:oid:{access.oid}"} | resource["meta"]
    if device_id:
        resource["device"] = {"reference": f"Device/{device_id}"}
    else:
        resource.pop("device", None)  # a reference to nothing that the space knows
    found = measure_of(resource)
    start, end = interval(resource["effectiveDateTime"])
    session.add(
        ObservationRow(
            id=made,
            login=access.login,
            client_id=access.client_id,
            code=found[1].code if found else "",
            effective_from=start.isoformat(timespec="microseconds"),
            effective_to=end.isoformat(timespec="microseconds"),
            device_id=device_id,
            resource=encode(resource).decode(),
        )
    )
    return f"Observation/{made}"
