"""The account page: the data to take along, the consent to take back, the account to delete; and corrections."""

from __future__ import annotations

from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sample_apps.tensio.forms import submitted, whole_number
from sample_apps.tensio.pages.journal import MAX_NOTE
from sample_apps.tensio.pages.second_factor import throttled
from sample_apps.tensio.pages.signed_in import signed_in
from sample_apps.tensio.pairing.errors import SpaceError
from sample_apps.tensio.site import Site, site_of
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.measures import Measure
from sample_apps.tensio.store.sessions import Session
from sample_apps.tensio.takeout import Takeout

NO_STORE = {"Cache-Control": "no-store"}
MOST = 100_000
DONE = {"retrait", "accord"}


async def account(request: Request, session: Session) -> Response:
    """The account page; ``?fait=`` names what has just been done."""
    done = request.query_params.get("fait", "")
    agreed = site_of(request).rights.consented_at(session.account)
    return site_of(request).page(request, "compte.html", agreed=agreed, done=done if done in DONE else "")


async def export_fhir(request: Request, session: Session) -> Response:
    """Everything as a FHIR bundle."""
    return _file(site_of(request).build.rights.fhir(_held(request, session.account)), "tensio.json")


async def export_table(request: Request, session: Session) -> Response:
    """Everything as a table."""
    return _file(site_of(request).build.rights.table(_held(request, session.account)), "tensio.csv")


def _held(request: Request, account: Account) -> Takeout:
    site = site_of(request)
    return Takeout(account.email, site.rights.consented_at(account), site.measures.latest(account, MOST))


def _file(made: tuple[str, bytes], name: str) -> Response:
    kind, raw = made
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **NO_STORE}
    return Response(raw, headers=headers, media_type=kind)


async def consent(request: Request, session: Session) -> Response:
    """Takes the consent back, or gives it again; taking it back also ends the pairing."""
    site, fields = site_of(request), await submitted(request)
    if fields.get("decision") == "accepter":
        site.rights.agree(session.account)
        return RedirectResponse("/compte?fait=accord", 303, NO_STORE)
    if not site.build.rights.keeps_consent:
        await run_in_threadpool(_leave_space, site, session.account)
        site.rights.withdraw(session.account)
    return RedirectResponse("/compte?fait=retrait", 303, NO_STORE)


async def deletion_form(request: Request, session: Session) -> Response:
    """The warning, and the password once more."""
    return site_of(request).page(request, "suppression.html", failed=False)


async def delete(request: Request, session: Session) -> Response:
    """Erases everything once the password is right."""
    site, fields, owner = site_of(request), await submitted(request), session.account
    if wait := site.failures.wait(owner.email):
        return throttled(site, request, wait)
    if await run_in_threadpool(site.accounts.sign_in, owner.email, fields.get("mot_de_passe", "")[:1000]) is None:
        site.failures.note(owner.email)
        return site.page(request, "suppression.html", 422, failed=True)
    policy = site.build.rights
    await run_in_threadpool(_leave_space, site, owner)
    if policy.grace:
        site.rights.empty(owner)
    elif policy.erases:
        site.rights.erase(owner)
    request.state.visitor.session = None
    response = site.page(request, "compte-supprime.html")
    response.headers.append("Set-Cookie", site.build.session_cookie.header("", 0))
    return response


def _leave_space(site: Site, account: Account) -> None:
    """Ends the pairing: its tokens are revoked at the space as far as it answers, and forgotten here."""
    pairing = site.space.pairings.of(account)
    if pairing is None or not site.build.rights.tells_space:
        return
    with suppress(SpaceError):
        site.space.revoke(pairing.refresh_token)
    site.space.pairings.forget(account)


async def edit_form(request: Request, session: Session) -> Response:
    """One measure to correct."""
    one = _own(request, session, request.query_params.get("mesure", ""))
    return site_of(request).page(request, "modifier.html", one=one, wrong=False)


async def edit(request: Request, session: Session) -> Response:
    """Keeps the corrected values."""
    fields = await submitted(request)
    one = _own(request, session, fields.get("mesure", ""))
    systolic, diastolic = whole_number(fields.get("systolique", "")), whole_number(fields.get("diastolique", ""))
    note, site = fields.get("note", ""), site_of(request)
    sound = not site.build.reckoning.slips(systolic, diastolic) and len(note) <= MAX_NOTE
    if not sound:
        return site.page(request, "modifier.html", 422, one=one, wrong=True)
    if not site.build.rights.forgets_edits:
        site.rights.correct(session.account, one.id, systolic, diastolic, note)
    return RedirectResponse("/journal", 303, NO_STORE)


def _own(request: Request, session: Session, name: str) -> Measure:
    found = site_of(request).measures.find(session.account, name)
    if found is None:
        raise HTTPException(404)
    return found


ROUTES = [
    Route("/compte", signed_in(account)),
    Route("/compte/export.json", signed_in(export_fhir)),
    Route("/compte/export.csv", signed_in(export_table)),
    Route("/compte/accord", signed_in(consent), methods=["POST"]),
    Route("/compte/suppression", signed_in(deletion_form)),
    Route("/compte/suppression", signed_in(delete), methods=["POST"]),
    Route("/journal/modifier", signed_in(edit_form)),
    Route("/journal/modifier", signed_in(edit), methods=["POST"]),
]
