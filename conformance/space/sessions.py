"""Signing in: the person's form, and the session that it opens."""

from __future__ import annotations

from urllib.parse import urlencode

from sqlalchemy import delete
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from conformance.space.oauth_endpoints import MalformedCall, read_call
from conformance.space.pages import error_page, page, right_form
from conformance.space.reading import RefusedBody
from conformance.space.settings import SpaceSettings
from conformance.space.store import Store, digest, new_secret, now
from conformance.space.tables import PersonRow, SessionRow

SESSION_COOKIE = "__Host-mes_session"
SIGN_IN = "/personne/connexion"
HOME = "/personne"


class SignedIn:
    """A person signed in with this browser. ``began`` is when (Unix seconds)."""

    def __init__(self, person: PersonRow, began: int) -> None:
        self.login, self.began = person.login, began
        self.name = f"{person.given_name} {person.family_name}"


def signed_in(request: Request) -> SignedIn | None:
    """Return who is signed in with this browser."""
    cookie = request.cookies.get(SESSION_COOKIE)
    if not cookie:
        return None
    store: Store = request.app.state.store
    with store.begin() as session:
        row = session.get(SessionRow, digest(cookie))
        if row is None or row.expires <= now():
            return None
        person = session.get_one(PersonRow, row.login)
    request.state.person = person.login
    return SignedIn(person, row.began)


def to_sign_in(request: Request) -> Response:
    """Send the person to sign in, and back here afterwards."""
    after = f"{request.url.path}?{request.url.query}"
    return RedirectResponse(f"{SIGN_IN}?{urlencode({'next': after})}", 303)


async def show_sign_in(request: Request) -> Response:
    """Show the form."""
    return page(request, "sign_in.html", "sign_in", next=_safe_next(request.query_params.get("next", "")))


async def sign_in(request: Request) -> Response:
    """Check the form, open a session, go on."""
    try:
        call = await read_call(request, request.app.state.settings)
    except (MalformedCall, RefusedBody) as error:
        return error_page(request, str(error))
    form = dict(call.form)
    after = _safe_next(form.get("next", ""))
    if not right_form(request, form):
        return page(request, "sign_in.html", "sign_in", 400, next=after, alert="stale_form")
    login, password = form.get("login", ""), form.get("password", "")
    if not await run_in_threadpool(request.app.state.people.check, login, password):
        return page(request, "sign_in.html", "sign_in", 401, next=after, alert="wrong_password")
    request.state.person = login
    answer = RedirectResponse(after, 303)
    cookie = await run_in_threadpool(_open, request.app.state.store, request.app.state.settings, login)
    answer.set_cookie(SESSION_COOKIE, cookie, secure=True, httponly=True, samesite="lax", path="/")
    return answer


async def home(request: Request) -> Response:
    """Show the person their space."""
    who = await run_in_threadpool(signed_in, request)
    return page(request, "home.html", "home_title", name=who.name) if who else RedirectResponse(SIGN_IN, 303)


def _open(store: Store, settings: SpaceSettings, login: str) -> str:
    cookie = new_secret()
    with store.begin() as session:
        session.execute(delete(SessionRow).where(SessionRow.expires <= now()))
        expires = now() + settings.session_seconds
        session.add(SessionRow(digest=digest(cookie), login=login, began=now(), expires=expires))
    return cookie


def _safe_next(after: str) -> str:
    """Only back to where the space itself sends people from: never to another host."""
    return after if after.startswith("/oauth/authorize?") else HOME
