"""What a forger of id_tokens has: the space's right keys to sign with, and keys of somebody else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from conformance.lab.played import Signer

ALGORITHM = "ES256"
FOREIGN_KID = "autre-espace-1"
# RFC 2606: a name that is nobody's. A bench that serves the foreign keys puts their address in its place.
FOREIGN_BASE = "https://autre-espace.example"
JWKS_PATH, FHIR_PATH = "/jwks", "/fhir"


class Forge:
    """Signs as the space does, or as somebody else who would like to be taken for it.

    ``foreign_base`` is the address of that somebody (``https://host:port``).
    """

    def __init__(self, keys: Signer) -> None:
        self._keys = keys
        self._foreign = ECKey.generate_key("P-256", {"use": "sig", "alg": ALGORITHM, "kid": FOREIGN_KID})
        self.foreign_base = FOREIGN_BASE

    @property
    def foreign_jwks(self) -> str:
        """Where the foreign key set can be read."""
        return self.foreign_base + JWKS_PATH

    @property
    def foreign_fhir(self) -> str:
        """Where somebody else waits for business calls."""
        return self.foreign_base + FHIR_PATH

    def sign(self, claims: dict[str, Any]) -> str:
        """Return a compact JWS over ``claims``, by the space's current key."""
        return self._keys.sign(claims)

    def verify(self, token: str) -> dict[str, Any]:
        """Return the claims of a JWT that one of the space's keys signed."""
        return self._keys.verify(token)

    def sign_with_unseen_key(self, claims: dict[str, Any]) -> str:
        """Rotate twice, so that not even the key that was published ahead signs; then sign, as from now on."""
        self._keys.rotate()
        self._keys.rotate()
        return self._keys.sign(claims)

    def sign_by_other(self, claims: dict[str, Any], header: dict[str, Any]) -> str:
        """Return a JWS of valid form over ``claims``, with this header, by the foreign key."""
        return jwt.encode({"alg": ALGORITHM, **header}, claims, self._foreign, algorithms=[ALGORITHM])

    def sign_by_public_key(self, token: str) -> str:
        """Return the claims of ``token`` under HS256, the space's public key (PEM) taken for a shared secret."""
        kid = header_of(token).get("kid")
        public = next(key for key in self._keys.public()["keys"] if key.get("kid") == kid)
        pem = ECKey.import_key(public).as_pem(private=False)
        signed = f"{_encoded({'alg': 'HS256', 'kid': kid})}.{token.split('.')[1]}"
        return f"{signed}.{_base64(hmac.new(pem, signed.encode(), hashlib.sha256).digest())}"

    def unsigned(self, token: str) -> str:
        """Return the claims of ``token`` under the algorithm ``none``, without a signature (RFC 7518, section 3.6)."""
        return f"{_encoded({**header_of(token), 'alg': 'none'})}.{token.split('.')[1]}."

    def foreign_key(self) -> dict[str, Any]:
        """The foreign public key, as a JWK."""
        return dict(self._foreign.as_dict(private=False))


def header_of(token: str) -> dict[str, Any]:
    """Return the header of a JWT."""
    part = token.split(".")[0]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def _encoded(part: dict[str, Any]) -> str:
    return _base64(json.dumps(part, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
