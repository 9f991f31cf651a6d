"""The reference health space, put together as one ASGI application."""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from conformance.contract.errors import issue
from conformance.space.answers import RefusedCall, outcome
from conformance.space.clock import Clock
from conformance.space.consents import Consents
from conformance.space.fhir_routes import FHIR_ROUTES, is_fhir, no_such_interaction
from conformance.space.keys import SigningKeys
from conformance.space.known import Known
from conformance.space.limits import Limits
from conformance.space.oauth_endpoints import oauth_error
from conformance.space.oauth_setup import build_server
from conformance.space.pairings import Pairings
from conformance.space.par import Pushed
from conformance.space.people import People
from conformance.space.reading import RefusedBody
from conformance.space.request_id import RequestId
from conformance.space.routes_pairing import PAIRING_ROUTES, PERSON_ROUTES
from conformance.space.services import Services
from conformance.space.settings import ClientRegistration, SpaceSettings
from conformance.space.store import Store
from conformance.space.tokens import Tokens
from conformance.space.warming import warm_up


class Space:
    """A running space: its ASGI ``app``, ``people``, ``services``, ``consents``, ``signing_keys`` and ``clock``.

    The person and the client that a request concerns, once known, are left in the ASGI scope
    (``scope["state"]["person"]``, ``["client"]``), for whatever stands around the application.
    ``monotonic`` is the clock of the quotas (seconds).
    """

    def __init__(
        self, settings: SpaceSettings, clock: Clock | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        warm_up()
        self.settings = settings
        self.clock = clock or Clock()
        self.store = Store(settings.database, self.clock)
        self.signing_keys = SigningKeys(self.store, settings.key_grace_seconds, settings.signing_keys)
        self.people = People(self.store)
        tokens = Tokens(self.store, settings)
        self.services = Services(self.store, tokens)
        self.consents = Consents(self.store, settings, tokens)
        self.app = Starlette(
            routes=[*PAIRING_ROUTES, *FHIR_ROUTES, *PERSON_ROUTES],
            middleware=[Middleware(RequestId)],
            exception_handlers={
                RefusedCall: _refused_call,
                RefusedBody: _refused_body,
                ClientDisconnect: _gone,
                HTTPException: _no_such_page,
            },
        )
        # A redirect would be built from the Host header that the caller chose.
        self.app.router.redirect_slashes = False
        state = self.app.state
        state.settings, state.store, state.people, state.keys = settings, self.store, self.people, self.signing_keys
        state.tokens, state.services, state.consents = tokens, self.services, self.consents
        state.pairings, state.pushed = Pairings(self.store), Pushed(self.store, settings)
        state.known = Known(self.store)
        state.limits = Limits(settings.client_rate, settings.person_rate, monotonic)
        state.oauth = build_server(self.store, tokens, self.services, self.signing_keys, settings)

    def register(self, client: ClientRegistration) -> None:
        """Register a client, or replace it."""
        self.services.register(client)

    def close(self) -> None:
        """Let go of the database. The application answers no more."""
        self.store.close()


def create_space(
    settings: SpaceSettings, clock: Clock | None = None, monotonic: Callable[[], float] = time.monotonic
) -> Space:
    """Make a space, with nobody in it but who is in its database already."""
    return Space(settings, clock, monotonic)


async def _refused_call(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedCall)  # Starlette hands over what the handler is registered for
    return outcome(*error.issues, headers=error.headers)


async def _refused_body(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedBody)
    return outcome(error.issue)


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=400)  # nobody is there to read it; the exchange is still one


async def _no_such_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if is_fhir(request):
        return await no_such_interaction(request, error)
    told = issue("method_not_allowed" if error.status_code == 405 else "not_found")
    answer = oauth_error("invalid_request", told.diagnostics, told.status)
    answer.headers.update(error.headers or {})
    return answer
