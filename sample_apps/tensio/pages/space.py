"""The pairing as the person sees it: connect, share, read back, disconnect."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sample_apps.tensio.forms import submitted
from sample_apps.tensio.pages.signed_in import signed_in
from sample_apps.tensio.pairing.calls import is_done
from sample_apps.tensio.pairing.errors import CallbackRefused, SpaceError
from sample_apps.tensio.pairing.link import link, unlink
from sample_apps.tensio.pairing.measures import ReadBack
from sample_apps.tensio.pairing.sending import Synchronised
from sample_apps.tensio.site import site_of
from sample_apps.tensio.store.sessions import Session
from sample_apps.tensio.words import time_fr

SHOWN = 10
DONE = {"associe", "partage", "dissocie", "dissocie-localement"}
NO_STORE = {"Cache-Control": "no-store"}


async def state(request: Request, session: Session) -> Response:
    """The state of the pairing; ``?fait=`` names what has just been done."""
    done = request.query_params.get("fait", "")
    return _state(request, session, done=done if done in DONE else "")


def _state(
    request: Request, session: Session, status: int = 200, done: str = "", reason: str = "",
    back: ReadBack | None = None, synchronised: Synchronised | None = None,
) -> Response:
    site = site_of(request)
    until = site.calls.standing.until()
    policy, outbox = site.build.exchange, site.outbox
    stopped = site.calls.standing.stopped(session.account)
    return site.page(
        request, "espace-sante.html", status, pairing=site.space.pairings.of(session.account), done=done,
        measures=outbox.unsent(session.account, SHOWN), shared=site.measures.shared(session.account, SHOWN),
        parcels=[one for one in outbox.parcels(session.account, SHOWN) if policy.told(f"write.{one.reason}")],
        stopped={purpose: why for purpose, why in stopped.items() if policy.told(f"{purpose}.{why}")},
        reason=policy.told(reason), back=back, synchronised=synchronised, until=time_fr(until) if until else "",
        picture=policy.picture(back.readings) if back else "", source_notes=policy.source_notes,
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
        await run_in_threadpool(link, site.calls, site.outbox, session, dict(request.query_params))
    except CallbackRefused as error:
        return _state(request, session, 400, reason=error.reason)
    except SpaceError as error:
        return _state(request, session, reason=error.reason)
    return RedirectResponse("/espace-sante?fait=associe", site.build.pairing.after_success, NO_STORE)


async def share(request: Request, session: Session) -> Response:
    """Puts one measure into the outbox and tries to send it at once."""
    fields = await submitted(request)
    site = site_of(request)
    measure = site.measures.find(session.account, fields.get("mesure", ""))
    if measure is None:
        raise HTTPException(404)
    verdict = await run_in_threadpool(site.sending.share, session.account, measure)
    if not is_done(verdict):
        return _state(request, session, reason=f"write.{verdict.reason}")
    return RedirectResponse("/espace-sante?fait=partage", 303, NO_STORE)


async def synchronise(request: Request, session: Session) -> Response:
    """Sends what waits in the outbox, and says what became of it."""
    await submitted(request)
    site = site_of(request)
    if not site.build.settings.space_issuer:
        raise HTTPException(404)
    done = await run_in_threadpool(site.sending.synchronise, session.account)
    await run_in_threadpool(site.build.exchange.after_sync, site.space_measures.first_page, session.account)
    return _state(request, session, reason=f"sync.{done.reason}" if done.reason else "", synchronised=done)


async def read(request: Request, session: Session) -> Response:
    """Shows the measures that the space holds."""
    await submitted(request)
    back = await run_in_threadpool(site_of(request).space_measures.read, session.account)
    reason = f"read.{back.reason}" if back.reason else ""
    return _state(request, session, reason=reason, back=back if back.pages else None)


async def disconnect(request: Request, session: Session) -> Response:
    """Revokes the tokens at the space and forgets them here."""
    await submitted(request)
    site = site_of(request)
    confirmed = await run_in_threadpool(unlink, site.calls, site.outbox, session.account)
    return RedirectResponse(f"/espace-sante?fait={'dissocie' if confirmed else 'dissocie-localement'}", 303, NO_STORE)


ROUTES = [
    Route("/espace-sante", signed_in(state)),
    Route("/espace-sante/associer", signed_in(connect), methods=["GET", "POST"]),
    Route("/espace-sante/retour", signed_in(callback)),
    Route("/espace-sante/partager", signed_in(share), methods=["POST"]),
    Route("/espace-sante/synchroniser", signed_in(synchronise), methods=["POST"]),
    Route("/espace-sante/lire", signed_in(read), methods=["POST"]),
    Route("/espace-sante/dissocier", signed_in(disconnect), methods=["POST"]),
]
