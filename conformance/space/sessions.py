"""Who is signed in with a browser, and for how long."""

from __future__ import annotations

from urllib.parse import urlencode

from sqlalchemy import delete
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from conformance.space.pages import HOME, own_address
from conformance.space.settings import SpaceSettings
from conformance.space.store import Store, digest, new_secret
from conformance.space.tables_pairing import PersonRow, SessionRow

SESSION_COOKIE = "__Host-mes_session"
SIGN_IN = f"{HOME}/connexion"
ACTIVATION = f"{HOME}/activation"


class SignedIn:
    """A person signed in with this browser. ``began`` is when (Unix seconds)."""

    def __init__(self, person: PersonRow, began: int) -> None:
        self.login, self.began, self.activated = person.login, began, person.activated is not None
        self.name = f"{person.given_name} {person.family_name}"


def signed_in(request: Request) -> SignedIn | None:
    """Return who is signed in with this browser."""
    cookie = request.cookies.get(SESSION_COOKIE)
    if not cookie:
        return None
    store: Store = request.app.state.store
    with store.look() as session:
        row = session.get(SessionRow, digest(cookie))
        if row is None or row.expires <= store.now():
            return None
        person = session.get_one(PersonRow, row.login)
    request.state.person = person.login
    return SignedIn(person, row.began)


def to_sign_in(request: Request) -> Response:
    """Send the person to sign in, and back here afterwards."""
    return _by_way_of(SIGN_IN, request)


def to_activation(request: Request) -> Response:
    """Send the person to activate their space, and back here afterwards."""
    return _by_way_of(ACTIVATION, request)


def open_session(store: Store, settings: SpaceSettings, login: str) -> str:
    """Open a session; return the value of its cookie."""
    cookie = new_secret()
    with store.begin() as session:
        session.execute(delete(SessionRow).where(SessionRow.expires <= store.now()))
        expires = store.now() + settings.session_seconds
        session.add(SessionRow(digest=digest(cookie), login=login, began=store.now(), expires=expires))
    return cookie


def close_session(request: Request) -> None:
    """End the session of this browser."""
    store: Store = request.app.state.store
    cookie = request.cookies.get(SESSION_COOKIE, "")
    with store.begin() as session:
        session.execute(delete(SessionRow).where(SessionRow.digest == digest(cookie)))


def _by_way_of(place: str, request: Request) -> Response:
    return RedirectResponse(f"{place}?{urlencode({'next': own_address(request)})}", 303)
