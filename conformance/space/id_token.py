"""The id_token of the space (OpenID Connect Core, section 2), by Authlib."""

from __future__ import annotations

from typing import Any

from authlib.oidc.core.grants import OpenIDCode, OpenIDToken

from conformance.space.keys import ALGORITHM, SigningKeys
from conformance.space.oauth_views import Client, SpaceRequest
from conformance.space.settings import SpaceSettings
from conformance.space.store import Store
from conformance.space.tables_pairing import PairingRow


class IdToken(OpenIDToken):  # type: ignore[misc]
    """The id_token with the space's own claims: assigning authority and OID."""

    keys: SigningKeys
    settings: SpaceSettings
    store: Store

    def resolve_client_private_key(self, client: Client) -> Any:
        return self.keys.current

    def get_encode_header(self, client: Client) -> dict[str, str]:
        return {"alg": ALGORITHM, "kid": str(self.keys.current.kid)}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        return {
            "iss": self.settings.issuer,
            "aud": client.client_id,
            "iat": self.store.now(),
            "exp": self.store.now() + self.settings.access_seconds,
            "assign_auth": self.settings.assigning_authority,
            "oid": client.row.oid,
        }

    def get_compatible_claims(self, request: SpaceRequest) -> dict[str, Any]:
        """Leave out ``auth_time``, but for a client that asked for it (see ``Granted``)."""
        claims: dict[str, Any] = super().get_compatible_claims(request)
        claims.pop("auth_time", None)
        return claims

    def generate_user_info(self, user: PairingRow, scope: str) -> dict[str, str]:
        return {"sub": user.idpe}


class IdTokenOfCode(IdToken, OpenIDCode):  # type: ignore[misc]
    """The id_token of a code exchange, which carries the nonce."""

    def exists_nonce(self, nonce: str, request: SpaceRequest) -> bool:
        """Never: whether a client repeats its nonce is for a criterion to judge."""
        return False
