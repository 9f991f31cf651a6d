"""The doors: signing in, signing out, activating the space."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from conformance.space.forms import Form, personal, read_form
from conformance.space.oauth_endpoints import MalformedCall
from conformance.space.pages import error_page, own_address, page, right_form, safe_next
from conformance.space.reading import RefusedBody
from conformance.space.sessions import (
    SESSION_COOKIE,
    SIGN_IN,
    SignedIn,
    close_session,
    open_session,
)


async def show_sign_in(request: Request) -> Response:
    """Show the form."""
    return page(request, "sign_in.html", "sign_in", next=safe_next(request.query_params.get("next", "")))


async def sign_in(request: Request) -> Response:
    """Check the form, open a session, go on."""
    try:
        form = await read_form(request)
    except (MalformedCall, RefusedBody) as error:
        return error_page(request, str(error))
    after = safe_next(form.get("next", ""))
    if not right_form(request, form):
        return page(request, "sign_in.html", "sign_in", 400, next=after, alert="stale_form")
    login, password = form.get("login", ""), form.get("password", "")
    if not await run_in_threadpool(request.app.state.people.check, login, password):
        return page(request, "sign_in.html", "sign_in", 401, next=after, alert="wrong_password")
    request.state.person = login
    answer = RedirectResponse(after, 303)
    cookie = await run_in_threadpool(open_session, request.app.state.store, request.app.state.settings, login)
    answer.set_cookie(SESSION_COOKIE, cookie, secure=True, httponly=True, samesite="lax", path="/")
    return answer


@personal
def sign_out(request: Request, who: SignedIn, form: Form | None) -> Response:
    """Ask whether to sign out; do it."""
    if form is None:
        return page(request, "sign_out.html", "sign_out", name=who.name, action=own_address(request))
    close_session(request)
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(SESSION_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return answer


@personal(activated=False)
def activate(request: Request, who: SignedIn, form: Form | None) -> Response:
    """Explain the space, and open it when the person agrees."""
    after = safe_next(request.query_params.get("next", ""))
    if who.activated:
        return RedirectResponse(after, 303)
    if form is None or form.get("agree") != "yes":
        shown = {"name": who.name, "action": own_address(request), "alert": "must_agree" if form is not None else ""}
        return page(request, "activate.html", "activate_title", 400 if form is not None else 200, **shown)
    request.app.state.people.activate(who.login)
    return RedirectResponse(after, 303)
