"""Introspection (RFC 7662): a client asks what one of its own tokens is worth now."""

from __future__ import annotations

from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7662 import IntrospectionEndpoint

from conformance.space.oauth_grants import TokenView
from conformance.space.oauth_views import Client, SpaceRequest
from conformance.space.store import digest


class Introspection(IntrospectionEndpoint):  # type: ignore[misc]  # Authlib has no types
    """Tells a client about its own tokens, and that every other is not active (section 2.2)."""

    CLIENT_AUTH_METHODS = ["private_key_jwt"]  # noqa: RUF012 (Authlib reads it so)

    def check_params(self, request: SpaceRequest, client: Client) -> None:
        """Ask for the token alone: an unknown hint is ignored (section 2.1)."""
        if "token" not in request.form:
            raise InvalidRequestError("Missing 'token' in request.")

    def query_token(self, token_string: str, token_type_hint: str | None) -> _Asked | None:
        row = self.server.tokens.find_any(token_string)
        return _Asked(TokenView(row), token_string, self.server.store.now()) if row else None

    def check_permission(self, token: _Asked, client: Client, request: SpaceRequest) -> bool:
        service = self.server.services.get(client.client_id)
        return token.view.check_client(client) and service is not None and service.rule.exchange

    def introspect_token(self, token: _Asked) -> dict[str, Any]:
        row = token.view.row
        pairing = self.server.pairings.live(row.client_id, row.login)
        told = {
            "active": pairing is not None,
            "iss": self.server.settings.issuer,
            "client_id": row.client_id,
            "aud": row.client_id,
            "scope": row.scope,
            "sub": pairing.idpe if pairing else "",
            "iat": row.issued,
            "exp": token.expires,
        }
        if token.is_access:
            told["token_type"] = "DPoP" if row.jkt else "Bearer"
        if token.is_access and row.jkt:
            told["cnf"] = {"jkt": row.jkt}  # RFC 9449, section 6.2
        return told if pairing else {"active": False}


class _Asked:
    """One of the two values of a pair of tokens."""

    def __init__(self, view: TokenView, value: str, now: int) -> None:
        self.view, self._now = view, now
        self.is_access = view.row.access == digest(value)
        self.expires = view.row.access_expires if self.is_access else view.row.refresh_expires

    def is_expired(self) -> bool:
        return self.expires <= self._now

    def is_revoked(self) -> bool:
        return self.view.row.revoked or self.view.row.rotated
