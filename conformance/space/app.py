"""The reference health space, put together as one ASGI application."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from conformance.contract.errors import issue
from conformance.space import authorize, metadata, oauth_endpoints, pages, searching, sessions, writing
from conformance.space.answers import RefusedCall, outcome
from conformance.space.keys import SigningKeys
from conformance.space.oauth_setup import build_server
from conformance.space.people import People
from conformance.space.reading import RefusedBody
from conformance.space.request_id import RequestId
from conformance.space.settings import ClientRegistration, SpaceSettings
from conformance.space.store import Store
from conformance.space.tables import ClientRow
from conformance.space.tokens import Tokens

_ROUTES = [
    Route("/oauth/.well-known/openid-configuration", oauth_endpoints.discovery),
    Route("/oauth/jwks", oauth_endpoints.jwks),
    Route("/oauth/authorize", authorize.authorize, methods=["GET", "POST"]),
    Route("/oauth/token", oauth_endpoints.token, methods=["POST"]),
    Route("/oauth/revoke", oauth_endpoints.revoke, methods=["POST"]),
    Route("/fhir", writing.write, methods=["POST"]),
    Route("/fhir/Observation", searching.search),
    Route("/fhir/metadata", metadata.capability),
    Route("/fhir/.well-known/smart-configuration", metadata.smart),
    Route("/personne", sessions.home),
    Route("/personne/connexion", sessions.show_sign_in),
    Route("/personne/connexion", sessions.sign_in, methods=["POST"]),
    Route("/personne/style.css", pages.style),
]


class Space:
    """A running space: its ASGI ``app``, its ``people`` and ``signing_keys``.

    The person and the client that a request concerns, once known, are left in the ASGI scope
    (``scope["state"]["person"]``, ``["client"]``), for whatever stands around the application.
    """

    def __init__(self, settings: SpaceSettings) -> None:
        self.settings = settings
        self.signing_keys = SigningKeys()
        self._store = Store(settings.database)
        self.people = People(self._store)
        self.app = Starlette(
            routes=_ROUTES,
            middleware=[Middleware(RequestId)],
            exception_handlers={
                RefusedCall: _refused_call,
                RefusedBody: _refused_body,
                ClientDisconnect: _gone,
                HTTPException: _no_such_interaction,
            },
        )
        state, tokens = self.app.state, Tokens(self._store, settings)
        state.settings, state.store, state.people, state.keys = settings, self._store, self.people, self.signing_keys
        state.tokens, state.oauth = tokens, build_server(self._store, tokens, self.signing_keys, settings)

    def register(self, client: ClientRegistration) -> None:
        """Register a client, or replace it."""
        with self._store.begin() as session:
            session.merge(
                ClientRow(
                    client_id=client.client_id,
                    name=client.name,
                    oid=client.oid,
                    jwks=client.jwks,
                    redirect_uris=list(client.redirect_uris),
                    scopes=list(client.scopes),
                )
            )

    def close(self) -> None:
        """Let go of the database. The application answers no more."""
        self._store.close()


def create_space(settings: SpaceSettings) -> Space:
    """Make a space, with nobody in it."""
    return Space(settings)


async def _refused_call(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedCall)  # Starlette hands over what the handler is registered for
    return outcome(*error.issues)


async def _refused_body(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedBody)
    return outcome(error.issue)


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=400)  # nobody is there to read it; the exchange is still one


async def _no_such_interaction(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    told = issue("method_not_allowed" if error.status_code == 405 else "not_found")
    if request.url.path.startswith("/fhir"):
        answer = outcome(told)
    else:
        answer = oauth_endpoints.oauth_error("invalid_request", told.diagnostics, told.status)
    answer.headers.update(error.headers or {})
    return answer
