"""Searching: ``GET /fhir/Observation`` (MES 1.5.2, section 2.3)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import msgspec
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from conformance.contract.errors import issue
from conformance.space.access import Access, check_access
from conformance.space.answers import RefusedCall, fhir
from conformance.space.reading import parse_fields
from conformance.space.search_query import Query, parse_query
from conformance.space.settings import SpaceSettings
from conformance.space.tables import DeviceRow, ObservationRow

Fields = list[tuple[str, str]]
_COMPARISONS = {
    "ge": lambda at: ObservationRow.effective_to >= at,
    "gt": lambda at: ObservationRow.effective_to > at,
    "le": lambda at: ObservationRow.effective_from <= at,
    "lt": lambda at: ObservationRow.effective_from < at,
}


async def search(request: Request) -> Response:
    """Answer with a page of one person's measures of one code."""
    return await run_in_threadpool(_search, request)


def _search(request: Request) -> Response:
    settings: SpaceSettings = request.app.state.settings
    access = check_access(request, "read")
    try:
        fields = parse_fields(request.url.query)
    except ValueError as error:
        raise RefusedCall(issue("search_value", parameter="<>")) from error
    query = parse_query(fields, settings.page_size, settings.max_page_size)
    if not access.owns(*query.subject):
        raise RefusedCall(issue("idpe_mismatch"))
    with request.app.state.store.begin() as session:
        total, page = _find(session, access, query)
        devices = _devices(session, page) if query.include else []
    return fhir(_searchset(settings, fields, query, total, page, devices))


def _find(session: Session, access: Access, query: Query) -> tuple[int, list[ObservationRow]]:
    wanted: ColumnElement[bool] = and_(
        ObservationRow.login == access.login,
        ObservationRow.code == query.code,
        *(_COMPARISONS[comparator](at) for comparator, at in query.bounds),
    )
    newest = (ObservationRow.effective_from.desc(), ObservationRow.id)
    total = session.scalar(select(func.count()).where(wanted)) or 0
    rows = select(ObservationRow).where(wanted).order_by(*newest).limit(query.count)
    page = list(session.scalars(rows.offset(query.offset * query.count)))
    return min(total, 1) if query.last else total, page


def _devices(session: Session, page: list[ObservationRow]) -> list[DeviceRow]:
    wanted = {row.device_id for row in page if row.device_id}
    return list(session.scalars(select(DeviceRow).where(DeviceRow.id.in_(wanted)).order_by(DeviceRow.id)))


def _searchset(
    settings: SpaceSettings,
    fields: Fields,
    query: Query,
    total: int,
    page: list[ObservationRow],
    devices: list[DeviceRow],
) -> dict[str, Any]:
    base = f"{settings.base_url}/fhir"
    found = [("Observation", row, "match") for row in page] + [("Device", row, "include") for row in devices]
    return {
        "resourceType": "Bundle",
        "id": str(uuid4()),
        "type": "searchset",
        "total": total,
        "link": _links(f"{base}/Observation", fields, query, total),
        "entry": [
            {
                "fullUrl": f"{base}/{kind}/{row.id}",
                "resource": msgspec.Raw(row.resource.encode()),
                "search": {"mode": mode},
            }
            for kind, row, mode in found
        ],
    }


def _links(url: str, fields: Fields, query: Query, total: int) -> list[dict[str, str]]:
    if query.last:
        return [{"relation": "self", "url": f"{url}?{urlencode(fields, quote_via=quote)}"}]
    kept = [pair for pair in fields if pair[0] not in ("_offset", "_count")]

    def link(relation: str, offset: int) -> dict[str, str]:
        paged = [*kept, ("_offset", str(offset)), ("_count", str(query.count))]
        return {"relation": relation, "url": f"{url}?{urlencode(paged, quote_via=quote)}"}

    links = [link("self", query.offset)]
    if (query.offset + 1) * query.count < total:
        links.append(link("next", query.offset + 1))
    if query.offset > 0:
        links.append(link("previous", query.offset - 1))
    return links
