"""Searching: ``GET /fhir/Observation`` (MES 1.5.2, section 2.3)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from conformance.contract.errors import issue
from conformance.space.access import reading_for
from conformance.space.answers import RefusedCall, fhir
from conformance.space.calls import Call, answer
from conformance.space.finding import Found, Page, devices, find
from conformance.space.ids import new_id
from conformance.space.parameters import UNTIL
from conformance.space.reading import parse_fields
from conformance.space.search_query import Query, parse_query

Fields = list[tuple[str, str]]


async def search(request: Request) -> Response:
    """Answer with a page of one person's measures of one code."""
    return await run_in_threadpool(answer, Call(request, "search-type", "Observation"), _search)


def fields_of(request: Request) -> Fields:
    """Return the parameters of a search. Raises ``RefusedCall`` when they cannot be read."""
    try:
        return parse_fields(request.url.query)
    except ValueError as error:
        raise RefusedCall(issue("search_value", parameter="<>")) from error


def _search(call: Call) -> Response:
    settings = call.state.settings
    with reading_for(call.request) as (access, connection):
        fields = fields_of(call.request)
        query = parse_query(fields, settings.page_size, settings.max_page_size)
        call.code = query.code
        if not access.owns(*query.subject):
            raise RefusedCall(issue("idpe_mismatch"))
        access.require(query.measure)
        call.query = urlencode([pair for pair in fields if pair[0] != "subject.identifier"])
        page = find(connection, access.login, access.idpe, query, settings.assigning_authority)
        included = devices(connection, access.login, access.idpe, page.found) if query.include else []
    return fhir(searchset(f"{settings.base_url}/fhir", "Observation", fields, query, page, included))


def searchset(
    base: str,
    kind: str,
    fields: Fields,
    query: Query,
    page: Page,
    included: list[Found] = [],  # noqa: B006 (only read)
) -> dict[str, Any]:
    """Return the Bundle of a page of ``kind``, with its links."""
    found = [(kind, one, "match") for one in page.found] + [("Device", one, "include") for one in included]
    return {
        "resourceType": "Bundle",
        "id": new_id(),
        "type": "searchset",
        "total": page.total,
        "link": _links(f"{base}/{kind}", fields, query, page),
        "entry": [
            {"fullUrl": f"{base}/{kind}/{one.id}", "resource": one.json, "search": {"mode": mode}}
            for kind, one, mode in found
        ],
    }


def _links(url: str, fields: Fields, query: Query, page: Page) -> list[dict[str, str]]:
    if query.last:
        return [{"relation": "self", "url": f"{url}?{urlencode(fields, quote_via=quote)}"}]
    kept = [pair for pair in fields if pair[0] not in ("_offset", "_count", UNTIL)]
    until = page.until if query.until is None else query.until

    def link(relation: str, offset: int) -> dict[str, str]:
        paged = [*kept, ("_offset", str(offset)), ("_count", str(query.count)), (UNTIL, str(until))]
        return {"relation": relation, "url": f"{url}?{urlencode(paged, quote_via=quote)}"}

    links = [link("self", query.offset)]
    if (query.offset + 1) * query.count < page.total:
        links.append(link("next", query.offset + 1))
    if query.offset > 0:
        links.append(link("previous", query.offset - 1))
    return links
