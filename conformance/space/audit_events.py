"""Who looked, as FHIR: ``GET /fhir/AuditEvent`` (ANS TdE, ITI-81; IHE BALP for the shape). An application sees its own.

No public text says how an application reads them at the space: our reading.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, func, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from conformance.space.access import Access, check_caller
from conformance.space.accesses import Trace, trace_of
from conformance.space.answers import fhir
from conformance.space.calls import Call, answer
from conformance.space.finding import Found, Page
from conformance.space.parameters import UNTIL, bounds_of, collect, count_of, is_period, number, refuse, until
from conformance.space.search_query import Query
from conformance.space.searching import fields_of, searchset
from conformance.space.settings import SpaceSettings
from conformance.space.tables import AccessRow
from conformance.space.trace_resource import audit_event

_KNOWN = frozenset(("date", "_count", "_offset", UNTIL))


async def search(request: Request) -> Response:
    """Answer with a page of what this application did to this person's record, the newest first."""
    return await run_in_threadpool(answer, Call(request, "search-type", "AuditEvent"), _search)


def _search(call: Call) -> Response:
    settings: SpaceSettings = call.state.settings
    access = check_caller(call.request)
    fields = fields_of(call.request)
    query = _query(fields, settings)
    with call.state.store.reading() as connection:
        wanted = and_(
            AccessRow.login == access.login,
            AccessRow.client_id == access.client_id,
            *(_COMPARISONS[comparator](at) for comparator, at in query.bounds),
            *([] if query.until is None else [AccessRow.number <= query.until]),
        )
        total, last = connection.execute(select(func.count(), func.max(AccessRow.number)).where(wanted)).one()
        rows = select(AccessRow.__table__).where(wanted).limit(query.count).offset(query.offset * query.count)
        newest = rows.order_by(AccessRow.recorded.desc(), AccessRow.number.desc())
        traces = [trace_of(row) for row in connection.execute(newest)]
    page = Page(total, [_found(one, access, settings) for one in traces], last or 0)
    return fhir(searchset(f"{settings.base_url}/fhir", "AuditEvent", fields, query, page))


_COMPARISONS: dict[str, Any] = {
    "ge": lambda at: AccessRow.recorded >= at,
    "gt": lambda at: AccessRow.recorded > at,
    "le": lambda at: AccessRow.recorded <= at,
    "lt": lambda at: AccessRow.recorded < at,
}


def _found(trace: Trace, access: Access, settings: SpaceSettings) -> Found:
    return Found(trace.id, audit_event(trace, access, settings))


def _query(fields: list[tuple[str, str]], settings: SpaceSettings) -> Query:
    given = collect(fields, _KNOWN)
    if not is_period(given):
        refuse("audit_period")
    return Query(
        code="",
        measure="",
        subject=("", ""),
        bounds=bounds_of(given),
        last=False,
        offset=number(given, "_offset", 0),
        count=count_of(given, settings.page_size, settings.max_page_size),
        include=False,
        until=until(given),
    )
