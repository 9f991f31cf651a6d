"""Where the authorization server and the person's pages are."""

from __future__ import annotations

from starlette.routing import Route

from conformance.space import authorize, connected, looked, metadata, my_space, oauth_endpoints, pages, sign_in
from conformance.space.pages import HOME
from conformance.space.sessions import ACTIVATION, SIGN_IN

_FORM = ["GET", "POST"]
PAIRING_ROUTES = [
    Route("/oauth/.well-known/openid-configuration", metadata.discovery),
    Route("/oauth/jwks", oauth_endpoints.jwks),
    Route("/oauth/par", oauth_endpoints.push, methods=["POST"]),
    Route("/oauth/authorize", authorize.authorize, methods=_FORM),
    Route("/oauth/token", oauth_endpoints.token, methods=["POST"]),
    Route("/oauth/revoke", oauth_endpoints.revoke, methods=["POST"]),
    Route("/oauth/introspect", oauth_endpoints.introspect, methods=["POST"]),
]
PERSON_ROUTES = [
    Route(HOME, my_space.home),
    Route(SIGN_IN, sign_in.show_sign_in),
    Route(SIGN_IN, sign_in.sign_in, methods=["POST"]),
    Route(f"{HOME}/deconnexion", sign_in.sign_out, methods=_FORM),
    Route(ACTIVATION, sign_in.activate, methods=_FORM),
    Route(connected.SERVICES, connected.connected_services),
    Route(connected.SERVICE, connected.connected_service, methods=_FORM),
    Route(connected.APPROVE, connected.approve_again, methods=_FORM),
    Route(my_space.MEASURES, my_space.my_measures),
    Route(looked.ACCESSES, looked.who_looked),
    Route(f"{HOME}/style.css", pages.style),
]
