"""How a client proves who it is: a signed assertion, used once (RFC 7523; OpenID Connect Core, section 9)."""

from __future__ import annotations

from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from joserfc.jwk import KeySet

from conformance.space.oauth_views import Client
from conformance.space.once import first_use
from conformance.space.settings import SpaceSettings
from conformance.space.store import Store

# Seconds: an assertion is remembered until it expires, so that it may not live for ever.
_LONGEST_LIFE = 3600


class PrivateKeyJwt(JWTBearerClientAssertion):  # type: ignore[misc]  # Authlib has no types
    """Client authentication with ``private_key_jwt``."""

    CLIENT_AUTH_METHOD = "private_key_jwt"

    def __init__(self, store: Store, settings: SpaceSettings) -> None:
        super().__init__()
        self._store, self._settings = store, settings

    def get_audiences(self) -> list[str]:
        issuer = self._settings.issuer
        if self._settings.strict:  # FAPI 2.0 Security Profile, section 5.3.2.1
            return [issuer]
        return [issuer, *(f"{issuer}/{end}" for end in ("token", "revoke", "introspect", "par"))]

    def resolve_client_public_key(self, client: Client) -> KeySet:
        return KeySet.import_key_set(client.row.jwks)  # type: ignore[arg-type]

    def verify_claims(self, claims: dict[str, Any]) -> None:
        if self._settings.strict and not isinstance(claims.get("aud"), str):
            raise InvalidClientError(description="The aud claim must be the issuer, as a string.")
        super().verify_claims(claims)

    def validate_jti(self, claims: dict[str, Any], jti: Any) -> bool:
        expires = int(claims["exp"])
        if expires > self._store.clock.world() + _LONGEST_LIFE:
            raise InvalidClientError(description="The assertion lives too long.")
        return first_use(self._store, "assertion", f"{claims['sub']} {jti}", expires + self.leeway)
