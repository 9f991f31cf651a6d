"""Correcting and withdrawing a measure: an extension of the API, off by default. MES 1.5.2 knows neither.

Only the author may; each change names the version that it changes (If-Match), so that none is lost.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from conformance.contract.editions import edition
from conformance.contract.errors import Issue, issue
from conformance.contract.observation import validate_bundle
from conformance.contract.profile_issues import profile_issues
from conformance.contract.shape import mapping, text
from conformance.space.access import Access, check_access
from conformance.space.accesses import instant
from conformance.space.answers import RefusedCall, fhir
from conformance.space.calls import Call, answer, body_of, parse
from conformance.space.instances import covers, id_of
from conformance.space.measures import Author, prepare
from conformance.space.reading import FHIR_TYPES
from conformance.space.resources import seal
from conformance.space.tables import ObservationRow
from conformance.space.versions import etag, names

_COLUMNS = (
    ObservationRow.client_id,
    ObservationRow.code,
    ObservationRow.version,
    ObservationRow.withdrawn,
    ObservationRow.device_id,
)


async def correct(request: Request) -> Response:
    """Replace a measure by its author's new version (``PUT``)."""
    body = await body_of(request, FHIR_TYPES, request.app.state.settings.max_body)
    return await run_in_threadpool(answer, Call(request, "update", "Observation"), partial(_correct, body=body))


async def withdraw(request: Request) -> Response:
    """Withdraw a measure (``DELETE``): its content is erased."""
    return await run_in_threadpool(answer, Call(request, "delete", "Observation"), _withdraw)


def _correct(call: Call, body: bytes | RefusedCall) -> Response:
    access = _check(call)
    resource = parse(call, body)
    author = Author(client_id=access.client_id, oid=access.oid, login=access.login, idpe=access.idpe)
    identifier = mapping(resource, "subject", "identifier")
    if not access.owns(text(identifier, "system"), text(identifier, "value")):
        raise RefusedCall(issue("idpe_mismatch", "Observation.subject.identifier"))
    request = {"method": "POST", "url": "Observation"}
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [{"resource": resource, "request": request}]}
    played = msgspec.structs.replace(edition(call.state.settings.edition), device="optional")
    wrong = validate_bundle(bundle, solution_oid=access.oid, played=played) or profile_issues(bundle)
    if wrong:
        raise RefusedCall(*wrong)
    name = id_of(call)
    made = prepare(resource, author, call.state.store.now())
    if text(resource, "id") != name:
        raise RefusedCall(issue("correction_moves", "Observation.id"))

    def change(row: Any) -> dict[str, Any] | Issue:
        if row.code != made.values["code"]:
            return issue("correction_moves", "Observation.code")
        told = made.resource | {"id": name, "meta": made.resource["meta"] | {"versionId": str(row.version + 1)}}
        told |= {"device": {"reference": f"Device/{row.device_id}"}} if row.device_id else {}
        kept = {key: value for key, value in made.values.items() if key not in ("id", "version", "withdrawn")}
        return kept | {"resource": seal(told, access.idpe)}

    version = _change(call, access, change)
    return fhir({"resourceType": "Observation", "id": name, "meta": {"versionId": str(version)}}, etag=etag(version))


def _withdraw(call: Call) -> Response:
    access = _check(call)
    at = instant(datetime.fromtimestamp(call.state.store.now(), UTC))

    def change(_row: Any) -> dict[str, Any]:
        # Its identity is free again: the same measure may be written anew.
        return {"withdrawn": at, "resource": "", "business": None, "content": f"withdrawn {id_of(call)}"}

    version = _change(call, access, change)
    return Response(status_code=204, headers={"ETag": etag(version)})


def _check(call: Call) -> Access:
    if not call.state.settings.extensions:
        raise RefusedCall(issue("method_not_allowed"), headers={"Allow": "GET"})
    return check_access(call.request, "write")


def _change(call: Call, access: Access, change: Any) -> int:
    """Change the measure that the request names; return its new version. Raises ``RefusedCall``."""
    name = id_of(call)
    call.targets = (f"Observation/{name}",)
    wanted = call.request.headers.get("if-match")

    def work(connection: Connection) -> int | Issue:
        mine = (ObservationRow.id == name) & (ObservationRow.login == access.login)
        row = connection.execute(select(*_COLUMNS).where(mine).with_for_update()).first()
        refusal = _refusal(row, access, wanted)
        values = refusal or change(row)
        if isinstance(values, Issue) or row is None:
            return values
        version = int(row.version) + 1
        connection.execute(update(ObservationRow).where(mine).values(**values, version=version))
        call.note(connection, 204 if call.operation == "delete" else 200)
        return version

    try:
        done = call.state.store.commit(work)
    except IntegrityError as error:
        raise RefusedCall(issue("identifier_taken", "Observation")) from error
    if isinstance(done, Issue):
        raise RefusedCall(done)
    call.noted = True
    return int(done)


def _refusal(row: Any, access: Access, wanted: str | None) -> Issue | None:
    if row is None or not covers(access, row.code):
        return issue("not_found")
    if row.client_id != access.client_id:
        return issue("not_author")
    if row.withdrawn:
        return issue("withdrawn")
    if wanted is None:
        return issue("version_missing")
    return None if names(wanted, row.version) else issue("version_conflict")
