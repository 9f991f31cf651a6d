"""The app's own key pair (ES256), made at the first start and kept in the data folder."""

from __future__ import annotations

import json
import os
import secrets
import time
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

ASSERTION_SECONDS = 60
ALGORITHM = "ES256"
INTERFACE = "tensio-interface"
TOKEN_SECONDS = 3600


class ClientKey:
    """A private key, and what is said and signed with it."""

    def __init__(self, folder: Path) -> None:
        path = folder / "client-key.json"
        if not path.exists():
            _write_private(path, json.dumps(_new_key().as_dict(private=True)))
        self._key = ECKey.import_key(json.loads(path.read_text("utf-8")))

    def public_set(self) -> dict[str, Any]:
        """The JWK set to publish (RFC 7517)."""
        return {"keys": [self._key.as_dict(private=False)]}

    def claims(self, client_id: str, audience: str) -> dict[str, Any]:
        """What a client assertion says (RFC 7523 section 2.2), fresh and valid for a minute."""
        moment = int(time.time())
        return {
            "iss": client_id, "sub": client_id, "aud": audience, "jti": secrets.token_urlsafe(24),
            "iat": moment, "exp": moment + ASSERTION_SECONDS,
        }

    def signed(self, claims: dict[str, Any]) -> str:
        """These claims, signed."""
        header = {"alg": ALGORITHM, "kid": self._key.kid, "typ": "JWT"}
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])

    def token_for(self, email: str) -> str:
        """A token of this app's own interface for the person, valid for an hour (RFC 9068 section 2.2)."""
        moment = int(time.time())
        return self.signed({"sub": email, "aud": INTERFACE, "iat": moment, "exp": moment + TOKEN_SECONDS})

    def email_of(self, token: str) -> str:
        """Whose token of the interface this is: signed by this key, for this audience, still valid; else ``""``."""
        try:
            read = jwt.decode(token, self._key, algorithms=[ALGORITHM])
        except (JoseError, ValueError):
            return ""
        claims = read.claims
        sound = claims.get("aud") == INTERFACE and float(claims.get("exp", 0)) > time.time()
        return str(claims.get("sub", "")) if sound else ""


def _new_key() -> ECKey:
    return ECKey.generate_key("P-256", {"use": "sig", "alg": ALGORITHM, "kid": secrets.token_urlsafe(9)}, private=True)


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
