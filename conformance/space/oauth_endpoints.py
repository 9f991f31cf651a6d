"""The authorization server's endpoints for clients: token, revocation, introspection, pushed requests, keys."""

from __future__ import annotations

from typing import Any

from authlib.oauth2 import OAuth2Error
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from conformance.space.answers import encode
from conformance.space.dpop import NONCE_HEADER
from conformance.space.oauth_server import SpaceAuthorizationServer
from conformance.space.oauth_views import Call, OAuthAnswer
from conformance.space.par import pushed_answer
from conformance.space.reading import FORM_TYPE, RefusedBody, parse_fields, read_body
from conformance.space.settings import SpaceSettings

# RFC 6749, appendix A: what these parameters are made of; their values are quoted back in error descriptions.
_QUOTED = ("response_type", "client_id", "redirect_uri", "scope", "grant_type", "code_challenge_method")
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache", "X-Content-Type-Options": "nosniff"}


class MalformedCall(Exception):
    """A request that is no OAuth request at all; the text says why."""


async def read_call(request: Request, settings: SpaceSettings) -> Call:
    """Return the request, read and bounded. Raises ``MalformedCall``, ``RefusedBody``."""
    body = await read_body(request, (FORM_TYPE,), settings.max_body) if request.method == "POST" else b""
    try:
        query, form = parse_fields(request.url.query), parse_fields(body)
    except ValueError as error:
        raise MalformedCall("The parameters cannot be read.") from error
    if any(key in _QUOTED and not _quotable(value) for key, value in query + form):
        raise MalformedCall("A parameter holds a character that RFC 6749 does not allow.")
    url = f"{settings.base_url}{request.url.path}"
    return Call(
        method=request.method,
        url=url,
        headers=dict(request.headers),
        query=query,
        form=form,
        proofs=request.headers.getlist("dpop"),
    )


async def token(request: Request) -> Response:
    """Exchange a code or a refresh token (RFC 6749, sections 4.1.3 and 6)."""
    server: SpaceAuthorizationServer = request.app.state.oauth
    return await _answer(request, lambda call: server.create_token_response(call))


async def revoke(request: Request) -> Response:
    """Revoke a token (RFC 7009)."""
    server: SpaceAuthorizationServer = request.app.state.oauth
    return await _answer(request, lambda call: server.create_endpoint_response("revocation", call))


async def introspect(request: Request) -> Response:
    """Say what a token of the caller is worth (RFC 7662)."""
    server: SpaceAuthorizationServer = request.app.state.oauth
    return await _answer(request, lambda call: server.create_endpoint_response("introspection", call))


async def push(request: Request) -> Response:
    """Take an authorization request from the client's own hand (RFC 9126)."""
    return await _answer(request, lambda call: pushed_answer(request.app.state.oauth, request.app.state.pushed, call))


async def jwks(request: Request) -> Response:
    """Publish the signing keys (RFC 7517)."""
    return as_json(request.app.state.keys.public())


def as_json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer with JSON that nobody caches."""
    return Response(encode(value), status, _NO_STORE | (headers or {}), "application/json")


def oauth_error(error: str, description: str, status: int = 400) -> Response:
    """Answer with an OAuth error (RFC 6749, section 5.2)."""
    return as_json({"error": error, "error_description": description}, status)


async def _answer(request: Request, make: Any) -> Response:
    settings: SpaceSettings = request.app.state.settings
    try:
        call = await read_call(request, settings)
    except MalformedCall as error:
        return oauth_error("invalid_request", str(error))
    except RefusedBody as error:
        return oauth_error("invalid_request", error.issue.diagnostics, error.issue.status)
    answer = await run_in_threadpool(_locked, request, make, call)
    proofs = request.app.state.oauth.proofs
    nonce = {NONCE_HEADER: proofs.nonce()} if proofs.with_nonce else {}
    return as_json(answer.body, answer.status, dict(answer.headers) | nonce)


def _locked(request: Request, make: Any, call: Call) -> OAuthAnswer:
    server: SpaceAuthorizationServer = request.app.state.oauth
    # One at a time: a code or a refresh token that two requests race for is used once.
    with server.store.lock:
        asked = server.create_oauth2_request(call)
        try:
            answer: OAuthAnswer = make(asked)
        except OAuth2Error as error:
            answer = server.handle_error_response(asked, error)
    request.state.person = _concerned(server, asked.form)
    if asked.client is not None:
        request.state.client = asked.client.client_id
    return answer


def _concerned(server: SpaceAuthorizationServer, form: dict[str, str]) -> str:
    """Whom the request concerns, also when it is refused: a code sent twice is still somebody's."""
    presented = (form[key] for key in ("code", "refresh_token", "token") if key in form)
    return next((login for login in map(server.tokens.owner, presented) if login), "")


def _quotable(value: str) -> bool:
    return all("\x20" <= one <= "\x7e" and one not in '"\\' for one in value)
