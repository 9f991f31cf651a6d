"""The signing keys of the space: ES256, published as a JWK Set."""

from __future__ import annotations

from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

ALGORITHM = "ES256"


class SigningKeys:
    """The keys that sign id_tokens. The first signs; all are published."""

    def __init__(self) -> None:
        self._keys = [_new_key()]

    @property
    def current(self) -> ECKey:
        """The key that signs now."""
        return self._keys[0]

    def public(self) -> dict[str, Any]:
        """Return the JWK Set that ``/oauth/jwks`` serves (RFC 7517): no private member."""
        return {"keys": [key.as_dict(private=False) for key in self._keys]}

    def sign(self, claims: dict[str, Any]) -> str:
        """Return a compact JWS over ``claims``, by the current key."""
        return jwt.encode({"alg": ALGORITHM, "kid": self.current.kid}, claims, self.current, [ALGORITHM])

    def verify(self, token: str) -> dict[str, Any]:
        """Return the claims of a JWT signed by one of the keys. Raises ``JoseError`` or ``ValueError``."""
        return dict(jwt.decode(token, KeySet(list(self._keys)), [ALGORITHM]).claims)


def _new_key() -> ECKey:
    return ECKey.generate_key("P-256", {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
