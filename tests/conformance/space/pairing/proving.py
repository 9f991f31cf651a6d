"""A client that proves possession of a key (RFC 9449) and pushes its requests (RFC 9126), for tests."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import ECKey

from tests.conformance.client import REDIRECT, AppClient, Browser, callback


class ProvingClient(AppClient):
    """A right client of the strict profile. ``nonce`` is the last one that the space gave it."""

    def __init__(self, base: str, ca: str, client_id: str = "app-strict", oid: str = "2.25.300") -> None:
        super().__init__(base, ca, client_id, oid)
        self.proof_key = ECKey.generate_key("P-256")
        self.nonce = ""

    def proof(self, method: str, url: str, token: str = "", key: ECKey | None = None, **changes: Any) -> str:
        """Return a proof; a change to ``None`` leaves the claim out."""
        signer = key or self.proof_key
        claims: dict[str, Any] = {
            "jti": secrets.token_urlsafe(12),
            "htm": method,
            "htu": url,
            "iat": int(time.time()),
            "ath": half(token) if token else None,
            "nonce": self.nonce or None,
        } | changes
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": signer.as_dict(private=False)}
        return jwt.encode(header, {k: v for k, v in claims.items() if v is not None}, signer, ["ES256"])

    def assertion(self, **changes: Any) -> str:
        return super().assertion(**({"aud": f"{self.base}/oauth"} | changes))

    def send(self, path: str, proof: str | None = "", **form: str | None) -> requests.Response:
        """Post a form to the authorization server with a proof (``None``: without)."""
        url = f"{self.base}/oauth/{path}"
        told = {
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self.assertion(),
        } | form
        headers = {} if proof is None else {"DPoP": proof or self.proof("POST", url)}
        answer = self.http.post(url, data={k: v for k, v in told.items() if v is not None}, headers=headers)
        self.nonce = answer.headers.get("DPoP-Nonce", self.nonce)
        return answer

    def push(self, verifier: str, proof: str | None = "", **changes: str | None) -> requests.Response:
        """Push a right request, but for the changes."""
        asked = dict(parse_qsl(urlsplit(self.ask(verifier)).query)) | changes
        return self.send("par", proof, **asked)

    def pushed_url(self, request_uri: str) -> str:
        query = urlencode({"client_id": self.client_id, "request_uri": request_uri})
        return f"{self.base}/oauth/authorize?{query}"

    def pair(self, browser: Browser, **consent: Any) -> dict[str, Any]:
        verifier = secrets.token_urlsafe(32)
        pushed = self.push(verifier)
        assert pushed.status_code == 201, pushed.text
        sent = callback(browser.consent(self.pushed_url(pushed.json()["request_uri"]), **consent))
        answer = self.prove_exchange(sent["code"], verifier)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def prove_exchange(self, code: str, verifier: str, proof: str | None = "") -> requests.Response:
        return self.send(
            "token",
            proof,
            grant_type="authorization_code",
            code=code,
            redirect_uri=REDIRECT,
            code_verifier=verifier,
        )

    def look(self, tokens: dict[str, Any], scheme: str = "DPoP", proof: str | None = "") -> requests.Response:
        """Search without parameters: 400 when let in, 401 when not."""
        url, token = f"{self.base}/fhir/Observation", tokens["access_token"]
        headers = {"Authorization": f"{scheme} {token}", "ID-Token": tokens["id_token"]}
        if proof is not None:
            headers["DPoP"] = proof or self.proof("GET", url, token)
        return self.http.get(url, headers=headers)


def half(token: str) -> str:
    """Return the ``ath`` of a token (RFC 9449, section 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()
