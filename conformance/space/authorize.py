"""The authorization endpoint: who the person is, what they agree to, and the answer to the client."""

from __future__ import annotations

from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oidc.core.errors import ConsentRequiredError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from conformance.space.oauth_endpoints import MalformedCall, read_call
from conformance.space.oauth_server import Call, OAuthAnswer, SpaceAuthorizationServer
from conformance.space.pages import error_page, page, right_form
from conformance.space.reading import RefusedBody
from conformance.space.sessions import SignedIn, signed_in, to_sign_in
from conformance.space.settings import READ, WRITE
from conformance.space.tokens import Granted


async def authorize(request: Request) -> Response:
    """Answer an authorization request (RFC 6749, section 4.1.1), and the consent form that it leads to."""
    try:
        call = await read_call(request, request.app.state.settings)
    except (MalformedCall, RefusedBody) as error:
        return error_page(request, str(error))
    return await run_in_threadpool(_authorize, request, call)


def _authorize(request: Request, call: Call) -> Response:
    server: SpaceAuthorizationServer = request.app.state.oauth
    who = signed_in(request)
    asked = server.create_oauth2_request(call)
    try:
        grant = server.get_consent_grant(asked, end_user=who)
    except OAuth2Error as error:
        return _refused(request, server, error)
    request.state.client = grant.client.client_id
    if who is None:
        return to_sign_in(request)
    if asked.payload.data.get("prompt") == "none":
        unasked = ConsentRequiredError(redirect_uri=grant.redirect_uri, state=asked.payload.state)
        return _refused(request, server, unasked)
    if request.method != "POST":
        return _consent(request, who, grant)
    form = dict(call.form)
    if not right_form(request, form):
        return _consent(request, who, grant, "stale_form")
    if form.get("decision") != "accept":
        return _sent(server.create_authorization_response(asked, None, grant))
    granted = _granted(who, asked.payload.scope, form)
    if granted is None:
        return _consent(request, who, grant, "choose_one")
    _pair(request, grant.client.client_id, granted)
    return _sent(server.create_authorization_response(asked, granted, grant))


def _consent(request: Request, who: SignedIn, grant: Any, alert: str = "") -> Response:
    scopes = grant.request.payload.scope.split()
    name = grant.client.row.name
    return page(
        request,
        "consent.html",
        "consent_title",
        400 if alert else 200,
        title_values={"client": name},
        client=name,
        name=who.name,
        action=f"{request.url.path}?{request.url.query}",
        asks_write=WRITE in scopes,
        asks_read=READ in scopes,
        alert=alert,
    )


def _granted(who: SignedIn, scope: str, form: dict[str, str]) -> Granted | None:
    """What the ticked boxes leave of the scope; ``None`` when the person ticked none."""
    withheld = {s for s, box in ((WRITE, "write"), (READ, "read")) if form.get(box) != "yes"}
    kept = [one for one in scope.split() if one not in withheld]
    if not {WRITE, READ}.intersection(kept):
        return None
    return Granted(login=who.login, scope=" ".join(kept), auth_time=who.began)


def _pair(request: Request, client_id: str, granted: Granted) -> None:
    scopes = granted.scope.split()
    request.app.state.tokens.pair(client_id, granted.login, may_write=WRITE in scopes, may_read=READ in scopes)


def _refused(request: Request, server: SpaceAuthorizationServer, error: OAuth2Error) -> Response:
    # Never redirect when the client or its address is not known (RFC 6749, section 4.1.2.1).
    if not error.redirect_uri:
        return error_page(request, f"{error.error}: {error.get_error_description()}")
    answer: OAuthAnswer = server.handle_error_response(None, error)
    server.execute_hook("after_create_authorization_response", answer)  # adds the issuer
    return _sent(answer)


def _sent(answer: OAuthAnswer) -> Response:
    # 303, so that the consent form is not sent on to the client (RFC 9700, section 4.12).
    return RedirectResponse(answer.location, 303, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
