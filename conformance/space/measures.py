"""Storing measures and devices: one of each, whoever races, in the caller's transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from conformance.contract.observation import measure_of
from conformance.contract.shape import mapping
from conformance.contract.when import interval
from conformance.space.accesses import instant
from conformance.space.identity import business_key, content_key
from conformance.space.ids import new_id
from conformance.space.new_rows import insert_device
from conformance.space.resources import seal
from conformance.space.tables import DeviceRow, ObservationRow


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who writes: the client, its OID, the person and the idPE by which it knows them."""

    client_id: str
    oid: str
    login: str
    idpe: str


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A resource that is there: its id, its version, and whether this write created it. ``clash``: another one is."""

    id: str
    version: int = 1
    created: bool
    clash: bool = False


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """An Observation ready to be stored: the values of its row, but for the device."""

    resource: dict[str, Any]
    values: dict[str, Any]


def prepare(observation: dict[str, Any], author: Author, at: int) -> Prepared:
    """Make what the space keeps of a right Observation that came at ``at`` (Unix seconds)."""
    made = new_id()
    recorded = instant(datetime.fromtimestamp(at, UTC))
    resource = dict(observation) | {"id": made}
    resource["meta"] = {"source": f"urn:oid:{author.oid}"} | resource["meta"] | _version(1, recorded)
    found = measure_of(resource)
    start, end = (instant(one) for one in interval(resource["effectiveDateTime"]))
    code = found[1].code if found else ""
    return Prepared(
        resource=resource,
        values={
            "id": made,
            "login": author.login,
            "client_id": author.client_id,
            "code": code,
            "status": resource["status"],
            "effective_from": start,
            "effective_to": end,
            "business": business_key(resource),
            "content": content_key(resource, code, (start, end)),
            "version": 1,
            "recorded": recorded,
            "withdrawn": None,
        },
    )


def row_of(made: Prepared, author: Author, device_id: str | None = None) -> dict[str, Any]:
    """Return the row of an Observation with its device, or without any."""
    resource = dict(made.resource)
    if device_id:
        resource["device"] = {"reference": f"Device/{device_id}"}
    else:
        resource.pop("device", None)  # a reference to nothing that the space knows
    return made.values | {"device_id": device_id, "resource": seal(resource, author.idpe)}


def stored_observation(connection: Connection, made: Prepared, *, created: bool) -> Stored:
    """Return what stands for an Observation whose row was inserted, or was there (see ``identity``)."""
    if created:
        return Stored(id=made.values["id"], created=True)
    mine = {key: made.values[key] for key in ("login", "client_id")}
    columns = select(ObservationRow.id, ObservationRow.version, ObservationRow.content).filter_by(**mine)
    if made.values["business"] is not None:
        row = connection.execute(columns.where(ObservationRow.business == made.values["business"])).first()
        if row is not None:
            return Stored(id=row.id, version=row.version, created=False, clash=row.content != made.values["content"])
    row = connection.execute(columns.where(ObservationRow.content == made.values["content"])).one()
    return Stored(id=row.id, version=row.version, created=False)


def store_device(connection: Connection, entry: dict[str, Any], author: Author, at: int) -> Stored:
    """Store a Device, unless this client has it for this person (FHIR R4 http, conditional create; our reading).

    One for each person and client: whether another application knows the device is not this one's to learn.
    """
    identifier = entry["request"]["ifNoneExist"].removeprefix("identifier=")
    made, recorded = new_id(), instant(datetime.fromtimestamp(at, UTC))
    resource = entry["resource"] | {"id": made}
    resource["meta"] = dict(mapping(resource, "meta")) | _version(1, recorded)
    key = {"login": author.login, "client_id": author.client_id, "identifier": identifier}
    rest = {"id": made, "version": 1, "recorded": recorded, "resource": seal(resource, author.idpe)}
    if insert_device(connection, key | rest):
        return Stored(id=made, created=True)
    row = connection.execute(select(DeviceRow.id, DeviceRow.version).filter_by(**key)).one()
    return Stored(id=row.id, version=row.version, created=False)


def _version(version: int, recorded: str) -> dict[str, str]:
    return {"versionId": str(version), "lastUpdated": recorded}
