"""The authorization server put together: grants, client authentication, endpoints, issuer in the answer."""

from __future__ import annotations

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc9207 import IssuerParameter

from conformance.space.client_auth import PrivateKeyJwt
from conformance.space.id_token import IdToken, IdTokenOfCode
from conformance.space.introspection import Introspection
from conformance.space.keys import SigningKeys
from conformance.space.oauth_grants import CodeGrant, Pkce, RefreshGrant, TokenView
from conformance.space.oauth_server import SpaceAuthorizationServer
from conformance.space.oauth_views import Client, SpaceRequest
from conformance.space.services import Services
from conformance.space.settings import SpaceSettings
from conformance.space.store import Store
from conformance.space.tokens import Tokens


def build_server(
    store: Store, tokens: Tokens, services: Services, keys: SigningKeys, settings: SpaceSettings
) -> SpaceAuthorizationServer:
    """Return the authorization server of a space."""
    server = SpaceAuthorizationServer(store, tokens, services, settings)
    server.register_client_auth_method(PrivateKeyJwt.CLIENT_AUTH_METHOD, PrivateKeyJwt(store, settings))
    of_code, of_refresh = IdTokenOfCode(require_nonce=False), IdToken()
    for token in (of_code, of_refresh):
        token.keys, token.settings, token.store = keys, settings, store
    server.register_grant(CodeGrant, [of_code, Pkce(required=settings.require_pkce)])
    server.register_grant(RefreshGrant, [of_refresh])
    server.register_endpoint(Revocation)
    server.register_endpoint(Introspection)
    server.register_extension(Issuer)
    return server


class Revocation(RevocationEndpoint):  # type: ignore[misc]  # Authlib has no types
    """Revocation (RFC 7009): either token of a pair ends all that came from the same code."""

    CLIENT_AUTH_METHODS = ["private_key_jwt"]  # noqa: RUF012 (Authlib reads it so)

    def check_params(self, request: SpaceRequest, client: Client) -> None:
        """Ask for the token alone: an unknown hint is ignored (section 2.1)."""
        if "token" not in request.form:
            raise InvalidRequestError("Missing 'token' in request.")

    def query_token(self, token_string: str, token_type_hint: str | None) -> TokenView | None:
        row = self.server.tokens.find_any(token_string)
        return TokenView(row) if row else None

    def revoke_token(self, token: TokenView, request: SpaceRequest) -> None:
        self.server.tokens.revoke_family(token.family)


class Issuer(IssuerParameter):  # type: ignore[misc]
    """The issuer in every authorization response, errors too (RFC 9207, section 2)."""

    def __init__(self, server: SpaceAuthorizationServer) -> None:
        self._issuer = server.settings.issuer
        self(server)

    def get_issuer(self) -> str:
        return self._issuer
