"""A test client of the suite: what it signs and sends to the authorization server, rightly or wrongly on purpose."""

from __future__ import annotations

import secrets
import time
from base64 import urlsafe_b64decode
from typing import Any
from urllib.parse import urlencode

import msgspec
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from conformance.suite.answer import Answer
from conformance.suite.endpoints import Endpoints
from conformance.suite.http import Http
from conformance.suite.manifest import TestClient
from conformance.suite.outcome import Broken

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHM = "ES256"
WRITE, READ = "patient/Observation.c", "patient/Observation.rs"
_LIFE = 60


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An authorization request: its address, and what the client keeps of it."""

    url: str
    state: str
    nonce: str
    verifier: str


class App:
    """One test client. ``scopes`` are what it asks for."""

    def __init__(self, client: TestClient, endpoints: Endpoints, http: Http, scopes: tuple[str, ...]) -> None:
        self.client_id, self.redirect_uri, self.oid = client.client_id, client.redirect_uri, client.oid
        self.key = ECKey.import_key(client.key)
        self.endpoints, self.http, self.scopes = endpoints, http, scopes

    def ask(self, **changes: str | None) -> Asked:
        """A right authorization request (PKCE S256), but for ``changes``; ``None`` leaves a parameter out."""
        verifier = secrets.token_urlsafe(48)
        told = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": " ".join(self.scopes),
            "state": secrets.token_urlsafe(16),
            "nonce": secrets.token_urlsafe(16),
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        } | changes
        sent = {name: value for name, value in told.items() if value is not None}
        url = f"{self.endpoints.authorize}?{urlencode(sent)}"
        return Asked(url=url, state=sent.get("state", ""), nonce=sent.get("nonce", ""), verifier=verifier)

    def assertion(self, key: ECKey | None = None, algorithm: str = ALGORITHM, **changes: Any) -> str:
        """A client assertion (RFC 7523, section 3), right but for ``changes``; ``None`` leaves a claim out."""
        now = int(time.time())
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self.endpoints.token,
            "jti": secrets.token_urlsafe(16),
            "iat": now,
            "exp": now + _LIFE,
        } | changes
        header = {"alg": algorithm} | ({"kid": self.key.kid} if self.key.kid else {})
        return jwt.encode(header, {k: v for k, v in claims.items() if v is not None}, key or self.key, [algorithm])

    def post(self, url: str, **form: str | None) -> Answer:
        """Post a form to the authorization server, with a right assertion but for ``form``."""
        told = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": self.assertion()} | form
        return self.http.send("POST", url, data={k: v for k, v in told.items() if v is not None})

    def exchange(self, code: str, verifier: str | None, **form: str | None) -> Answer:
        """Exchange a code (RFC 6749, section 4.1.3)."""
        told = {"redirect_uri": self.redirect_uri, "code": code, "code_verifier": verifier} | form
        return self.post(self.endpoints.token, **{"grant_type": "authorization_code"} | told)

    def refresh(self, token: str, **form: str | None) -> Answer:
        """Exchange a refresh token (RFC 6749, section 6)."""
        return self.post(self.endpoints.token, **{"grant_type": "refresh_token", "refresh_token": token} | form)

    def revoke(self, token: str, **form: str | None) -> Answer:
        """Revoke a token (RFC 7009)."""
        return self.post(self.endpoints.revoke, **{"token": token} | form)

    def introspect(self, token: str, **form: str | None) -> Answer:
        """Ask what a token is worth (RFC 7662)."""
        return self.post(self.endpoints.introspect, **{"token": token} | form)

    def verified(self, id_token: str, *answers: Answer) -> dict[str, Any]:
        """The claims of an id_token, by the published keys. Raises ``Broken`` when none of them signed it."""
        published = self.http.send("GET", self.endpoints.jwks)
        try:
            told = [{name: value for name, value in key.items() if name != "d"} for key in published.json["keys"]]
            keys = KeySet.import_key_set({"keys": told})
            return dict(jwt.decode(id_token, keys, [ALGORITHM]).claims)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise Broken("id_token_unsigned", published, *answers, why=type(error).__name__) from error


def unverified(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the claims of a JWT, whoever signed it; empty ones when it is no JWT."""
    try:
        parts = [urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split(".")]
        header, claims = (msgspec.json.decode(part) for part in parts[:2])
    except (ValueError, msgspec.DecodeError):
        return {}, {}
    return (header, claims) if isinstance(header, dict) and isinstance(claims, dict) else ({}, {})
