"""One measure: its page, and its report to print for a consultation."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.pages.signed_in import signed_in
from sample_apps.tensio.report import report
from sample_apps.tensio.site import site_of
from sample_apps.tensio.store.sessions import Session


async def measure(request: Request, session: Session) -> Response:
    """The page of one measure of the person; of anybody else's it says no more than that there is none."""
    site = site_of(request)
    found = site.build.objects.measure(site.measures, session.account, request.path_params["measure_id"])
    if found is None:
        raise HTTPException(site.build.objects.refused_status)
    return site.page(request, "mesure.html", one=found)


async def measure_report(request: Request, session: Session) -> Response:
    """The same as a PDF to download."""
    site = site_of(request)
    found = site.build.objects.report(site.measures, session.account, request.path_params["measure_id"])
    if found is None:
        raise HTTPException(site.build.objects.refused_status)
    headers = {"Content-Disposition": 'attachment; filename="compte-rendu.pdf"', "Cache-Control": "no-store"}
    return Response(report(found), headers=headers, media_type="application/pdf")


ROUTES = [
    Route("/mesures/{measure_id}", signed_in(measure)),
    Route("/comptes-rendus/{measure_id}", signed_in(measure_report)),
]
