"""The mean arterial pressure of two figures, calculated and not kept."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.forms import submitted, whole_number
from sample_apps.tensio.pages.signed_in import signed_in
from sample_apps.tensio.site import site_of
from sample_apps.tensio.store.sessions import Session


async def form(request: Request, session: Session) -> Response:
    """The form alone."""
    return _page(request, {}, [], "")


async def calculate(request: Request, session: Session) -> Response:
    """The result, or the form again with what is wrong."""
    fields = await submitted(request)
    reckoning = site_of(request).build.reckoning
    systolic, diastolic = whole_number(fields.get("systolique", "")), whole_number(fields.get("diastolique", ""))
    errors = reckoning.slips(systolic, diastolic)
    result = "" if errors else reckoning.written(reckoning.mean(systolic, diastolic))
    return _page(request, fields, errors, result)


def _page(request: Request, fields: dict[str, str], errors: list[str], result: str) -> Response:
    site = site_of(request)
    return site.page(
        request, "pression-moyenne.html", 422 if errors else 200, fields=fields, errors=errors, result=result,
        unit=site.build.reckoning.unit,
    )


ROUTES = [
    Route("/pression-moyenne", signed_in(form)),
    Route("/pression-moyenne", signed_in(calculate), methods=["POST"]),
]
