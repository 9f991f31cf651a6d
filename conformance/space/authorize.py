"""The authorization endpoint: who the person is, what they agree to, and the answer to the client."""

from __future__ import annotations

from typing import Any

import msgspec
from authlib.oauth2 import OAuth2Error
from authlib.oidc.core.errors import ConsentRequiredError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from conformance.space.authorize_refusals import (
    NotAtYourService,
    NothingToAllow,
    NotPushed,
    NotSupported,
    UnknownRequestUri,
)
from conformance.space.choices import chosen, show_choices
from conformance.space.oauth_endpoints import MalformedCall, read_call
from conformance.space.oauth_server import SpaceAuthorizationServer
from conformance.space.oauth_views import Call, OAuthAnswer, SpaceRequest
from conformance.space.pages import error_page, right_form
from conformance.space.purposes import boxes
from conformance.space.reading import RefusedBody
from conformance.space.services import Service
from conformance.space.sessions import SignedIn, signed_in, to_activation, to_sign_in
from conformance.space.settings import READ, WRITE
from conformance.space.tokens import Granted

_ACTION_OF = {WRITE: "write", READ: "read"}
# Seconds: however recent a sign-in the client wants, the person needs a moment to come back from it.
_MOMENT = 60


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
    try:
        asked = SpaceRequest(_opened(request, call))
        grant = server.get_consent_grant(asked, end_user=who)
        request.state.client = grant.client.client_id
        service = _service(request, call, grant, who)
    except OAuth2Error as error:
        return _refused(request, server, error)
    if who is None or _too_long_ago(request, asked, who):
        return to_sign_in(request)
    if not who.activated:
        return to_activation(request)
    if asked.payload.data.get("prompt") == "none":
        unasked = ConsentRequiredError(redirect_uri=grant.redirect_uri, state=asked.payload.state)
        return _refused(request, server, unasked)
    return _decide(request, call, grant, service, who)


def _opened(request: Request, call: Call) -> Call:
    """The call with the parameters that its client pushed, if it did (RFC 9126, section 4)."""
    asked = dict(call.query)
    if "request_uri" not in asked:
        return call
    pushed = request.app.state.pushed.find(asked.get("client_id", ""), asked["request_uri"])
    if pushed is None:
        raise UnknownRequestUri()
    return msgspec.structs.replace(call, query=pushed)


def _service(request: Request, call: Call, grant: Any, who: SignedIn | None) -> Service:
    """The service behind a request that may go on. Raises ``OAuth2Error``, to be told to the client."""
    asked, told = dict(call.query), {"redirect_uri": grant.redirect_uri, "state": grant.request.payload.state}
    if "request" in asked:
        raise NotSupported(**told)
    if request.app.state.settings.strict and "request_uri" not in asked:
        raise NotPushed(**told)
    service: Service | None = request.app.state.services.get(grant.client.client_id)
    pilots = service is not None and service.rule.pair == "pilots"
    if service is None or not ((pilots and who is None) or request.app.state.services.may_pair(service, _login(who))):
        raise NotAtYourService(**told)
    return service


def _login(who: SignedIn | None) -> str:
    return who.login if who else ""


def _too_long_ago(request: Request, asked: SpaceRequest, who: SignedIn) -> bool:
    """Tell whether the client wants a more recent sign-in (OpenID Connect Core, section 3.1.2.1, max_age)."""
    wanted = asked.payload.data.get("max_age", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        return False
    return bool(request.app.state.store.now() - who.began > max(int(wanted), _MOMENT))


def _decide(request: Request, call: Call, grant: Any, service: Service, who: SignedIn) -> Response:
    """Show the consent screen, or follow what the person decided on it."""
    server: SpaceAuthorizationServer = request.app.state.oauth
    asked = grant.request
    actions = tuple(_ACTION_OF[one] for one in asked.payload.scope.split() if one in _ACTION_OF)
    form = dict(call.form)
    if not any(boxes(service.purposes, actions)):
        told = {"redirect_uri": grant.redirect_uri, "state": asked.payload.state}
        return _refused(request, server, NothingToAllow(**told))
    if request.method != "POST":
        return show_choices(request, service, who, actions)
    if not right_form(request, form):
        return show_choices(request, service, who, actions, alert="stale_form")
    ticked = chosen(service, actions, form)
    if form.get("decision") == "accept" and not ticked:
        return show_choices(request, service, who, actions, alert="choose_one")
    granted = None
    if form.get("decision") == "accept":
        request.app.state.consents.give(service, who.login, ticked)
        granted = _granted(asked, who, {box.exchange.action for box in ticked})
    request.app.state.pushed.use(dict(call.query).get("request_uri", ""))
    return _sent(server.create_authorization_response(asked, granted, grant))


def _granted(asked: SpaceRequest, who: SignedIn, allowed: set[str]) -> Granted:
    """What the ticked boxes leave of the scope."""
    data = asked.payload.data
    kept = [one for one in asked.payload.scope.split() if one not in _ACTION_OF or _ACTION_OF[one] in allowed]
    auth_time = who.began if "max_age" in data else None
    return Granted(login=who.login, scope=" ".join(kept), auth_time=auth_time, jkt=data.get("dpop_jkt"))


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
