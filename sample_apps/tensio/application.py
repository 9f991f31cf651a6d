"""The app as an ASGI application, assembled from a :class:`.Build`."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from sample_apps.tensio.build import Build
from sample_apps.tensio.headers import Gate
from sample_apps.tensio.pages import (
    account,
    api,
    assistant,
    contact,
    documents,
    forgotten,
    journal,
    machine,
    measure,
    openness,
    public,
    reckoning,
    rights,
    second_factor,
    sitemap,
    space,
)
from sample_apps.tensio.site import Site, site_of

PARTS = (
    public,
    assistant,
    openness,
    sitemap,
    account,
    second_factor,
    forgotten,
    rights,
    journal,
    measure,
    documents,
    api,
    reckoning,
    contact,
    space,
    machine,
)



async def http_error(request: Request, error: Exception) -> Response:
    """A page for an error that the visitor can cause; it says what to do next."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    site = site_of(request)
    shown = site.build.not_found_status if status == 404 else status
    response = site.page(request, "erreur.html", shown, problem=status)
    for name, value in ((error.headers if isinstance(error, HTTPException) else None) or {}).items():
        response.headers[name] = value
    return response


async def internal_error(request: Request, error: Exception) -> Response:
    """A page for a mistake of our own; what went wrong goes to the log, never to the visitor."""
    response = site_of(request).page(request, "erreur.html", 500, problem=500)
    response.headers["Connection"] = "close"  # the server ends the connection after a mistake: say so
    return response


def application(build: Build) -> ASGIApp:
    """The whole app, ready to be served."""
    assets = machine.Assets(build.stylesheet_tail, build.compresses)
    routes = [*build.routes, *(route for part in PARTS for route in part.ROUTES)]
    starlette = Starlette(
        routes=[*routes, Route("/static/{name}", assets.answer)],
        exception_handlers={HTTPException: http_error, 500: internal_error},
    )
    starlette.state.site = Site(build, assets.address("tensio.css"))
    app: ASGIApp = starlette
    for wrap in build.wrappers:
        app = wrap(app)
    return Gate(app, build.html_headers, build.at_response)
