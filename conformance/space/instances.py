"""One resource by its id: ``GET /fhir/Observation/{id}``, ``GET /fhir/Device/{id}`` (FHIR R4 http; our reading).

Whatever the caller may not read does not exist: another person's measure, and one that their consent does not cover.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from conformance.contract.errors import issue
from conformance.contract.measures import load_measures
from conformance.space.access import Access, reading_for
from conformance.space.answers import RefusedCall, fhir
from conformance.space.bmi import BMI
from conformance.space.calls import Call, answer
from conformance.space.finding import computed, index_of
from conformance.space.resources import unseal
from conformance.space.tables import DeviceRow, ObservationRow
from conformance.space.versions import etag, names


class Instance(NamedTuple):
    """A resource as JSON, and its version; without any, it was withdrawn."""

    version: int
    json: Any = None


_ID = re.compile(r"[A-Za-z0-9.-]{1,64}", re.ASCII)
Finder = Callable[[Connection, Access, str, str], Instance | None]


async def observation(request: Request) -> Response:
    """Answer with one measure."""
    return await run_in_threadpool(answer, Call(request, "read", "Observation"), _read)


async def device(request: Request) -> Response:
    """Answer with one device."""
    return await run_in_threadpool(answer, Call(request, "read", "Device"), _read)


def _read(call: Call) -> Response:
    finder: Finder = _observation if call.kind == "Observation" else _device
    with reading_for(call.request) as (access, connection):
        name = id_of(call)
        found = finder(connection, access, name, call.state.settings.assigning_authority)
    if found is None:
        raise RefusedCall(issue("not_found"))
    call.targets = (f"{call.kind}/{name}",)
    if found.json is None:
        raise RefusedCall(issue("withdrawn"))
    headers = {"ETag": etag(found.version)}
    if names(call.request.headers.get("if-none-match", ""), found.version):
        return Response(status_code=304, headers=headers)
    return fhir(found.json, etag=headers["ETag"])


def _observation(connection: Connection, access: Access, name: str, space_oid: str) -> Instance | None:
    index = index_of(connection, access.login, name)
    if index is not None:
        told = computed(connection, access.login, access.idpe, index, space_oid)
        return Instance(index.version, told) if covers(access, BMI) else None
    columns = (ObservationRow.code, ObservationRow.version, ObservationRow.withdrawn, ObservationRow.resource)
    mine = select(*columns).where(ObservationRow.id == name, ObservationRow.login == access.login)
    row = connection.execute(mine).first()
    if row is None or not covers(access, row.code):
        return None
    return Instance(row.version, None if row.withdrawn else unseal(row.resource, access.idpe))


def _device(connection: Connection, access: Access, name: str, _space_oid: str) -> Instance | None:
    mine = select(DeviceRow.version, DeviceRow.resource).where(DeviceRow.id == name, DeviceRow.login == access.login)
    row = connection.execute(mine).first()
    if row is None:
        return None
    used = select(ObservationRow.code).where(
        ObservationRow.login == access.login, ObservationRow.device_id == name, ObservationRow.withdrawn.is_(None)
    )
    codes = connection.scalars(used.distinct()) if access.categories is not None else ()
    if access.categories is not None and not any(covers(access, code) for code in codes):
        return None
    return Instance(row.version, unseal(row.resource, access.idpe))


def id_of(call: Call) -> str:
    """Return the FHIR id that the address names. Raises ``RefusedCall`` (404) when it is none.

    One edition writes ``Observation/urn:oid:<OID>|<id>`` in its locations: what stands before the bar is let go.
    """
    name: str = call.request.path_params["id"].rpartition("|")[2]
    if not _ID.fullmatch(name):
        raise RefusedCall(issue("not_found"))
    return name


def covers(access: Access, code: str) -> bool:
    """Tell whether the person's consent covers the measure of a code."""
    found = load_measures().find(code)
    return found is not None and access.covers(found[0].id)
