"""The pairing as the person sees it: connect, share, read back, disconnect."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sample_apps.tensio.forms import submitted
from sample_apps.tensio.pages.signed_in import signed_in
from sample_apps.tensio.pairing.errors import CallbackRefused, SpaceError
from sample_apps.tensio.pairing.fhir import Reading
from sample_apps.tensio.site import site_of
from sample_apps.tensio.store.sessions import Session

SHOWN = 10
DONE = {"associe", "partage", "dissocie", "dissocie-localement"}
NO_STORE = {"Cache-Control": "no-store"}


async def state(request: Request, session: Session) -> Response:
    """The state of the pairing; ``?fait=`` names what has just been done."""
    done = request.query_params.get("fait", "")
    return _state(request, session, done=done if done in DONE else "")


def _state(
    request: Request, session: Session, status: int = 200, done: str = "", reason: str = "",
    readings: list[Reading] | None = None,
) -> Response:
    site = site_of(request)
    return site.page(
        request, "espace-sante.html", status, pairing=site.space.pairings.of(session.account),
        measures=site.measures.latest(session.account, SHOWN), done=done, reason=reason, readings=readings,
    )


async def connect(request: Request, session: Session) -> Response:
    """Sends the browser to the space's authorization page."""
    if request.method == "POST":
        await submitted(request)
    site = site_of(request)
    if not site.build.settings.space_issuer:
        raise HTTPException(404)
    try:
        address = await run_in_threadpool(site.space.authorization_url, session)
    except SpaceError as error:
        return _state(request, session, reason=error.reason)
    return RedirectResponse(address, 303, NO_STORE)


async def callback(request: Request, session: Session) -> Response:
    """Takes the space's answer. A forged one gets 400 and changes nothing; an error of the space is shown."""
    site = site_of(request)
    try:
        await run_in_threadpool(site.space.complete, session, dict(request.query_params))
    except CallbackRefused as error:
        return _state(request, session, 400, reason=error.reason)
    except SpaceError as error:
        return _state(request, session, reason=error.reason)
    return RedirectResponse("/espace-sante?fait=associe", site.build.pairing.after_success, NO_STORE)


async def share(request: Request, session: Session) -> Response:
    """Sends one measure to the space."""
    fields = await submitted(request)
    site = site_of(request)
    measure = site.measures.find(session.account, fields.get("mesure", ""))
    if measure is None:
        raise HTTPException(404)
    try:
        await run_in_threadpool(site.space_measures.share, session.account, measure)
    except SpaceError as error:
        return _state(request, session, reason=error.reason)
    site.measures.mark_shared(session.account, measure)
    return RedirectResponse("/espace-sante?fait=partage", 303, NO_STORE)


async def read(request: Request, session: Session) -> Response:
    """Shows the measures that the space holds."""
    await submitted(request)
    site = site_of(request)
    try:
        readings = await run_in_threadpool(site.space_measures.read, session.account)
    except SpaceError as error:
        return _state(request, session, reason=error.reason)
    return _state(request, session, readings=readings)


async def disconnect(request: Request, session: Session) -> Response:
    """Revokes the tokens at the space and forgets them here."""
    await submitted(request)
    confirmed = await run_in_threadpool(site_of(request).space.disconnect, session.account)
    return RedirectResponse(f"/espace-sante?fait={'dissocie' if confirmed else 'dissocie-localement'}", 303, NO_STORE)


ROUTES = [
    Route("/espace-sante", signed_in(state)),
    Route("/espace-sante/associer", signed_in(connect), methods=["GET", "POST"]),
    Route("/espace-sante/retour", signed_in(callback)),
    Route("/espace-sante/partager", signed_in(share), methods=["POST"]),
    Route("/espace-sante/lire", signed_in(read), methods=["POST"]),
    Route("/espace-sante/dissocier", signed_in(disconnect), methods=["POST"]),
]
