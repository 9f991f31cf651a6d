"""A right client of the space and a person's browser, over HTTP, for tests."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from conformance.space.people import Person
from conformance.space.settings import SCOPES, ClientRegistration

REDIRECT = "https://app.example.test/callback"
OID = "2.25.100"


class Browser:
    """A person's browser: cookies, forms, and no following of a redirection to the client."""

    def __init__(self, base: str, ca: str) -> None:
        self.base = base
        self.http = requests.Session()
        self.http.trust_env = False  # the environment may name another authority, or a proxy
        self.http.verify = ca

    def sign_in(self, person: Person, password: str = "") -> requests.Response:
        url = f"{self.base}/personne/connexion"
        form = fields(self.http.get(url)) | {"login": person.login, "password": password or person.password}
        return self.http.post(url, data=form, allow_redirects=False)

    def consent(self, url: str, decision: str = "accept", boxes: tuple[str, ...] = ("write", "read")) -> str:
        """Answer the consent page at ``url``; return where the space sends the browser, or the page's status."""
        page = self.http.get(url, allow_redirects=False)
        if page.status_code != 200:
            return page.headers.get("location", "")
        (shown,) = HTMLParser(page.text).css("form")
        action = urljoin(url, shown.attributes["action"] or "")
        form = fields(page) | {"decision": decision} | dict.fromkeys(boxes, "yes")
        answer = self.http.post(action, data=form, allow_redirects=False)
        return answer.headers.get("location", str(answer.status_code))


class AppClient:
    """A registered client that does everything right."""

    def __init__(self, base: str, ca: str, client_id: str = "app-1", oid: str = OID) -> None:
        self.base, self.client_id, self.oid = base, client_id, oid
        self.key = ECKey.generate_key("P-256", auto_kid=True)
        self.http = requests.Session()
        self.http.trust_env = False  # the environment may name another authority, or a proxy
        self.http.verify = ca

    @property
    def registration(self) -> ClientRegistration:
        return ClientRegistration(
            client_id=self.client_id,
            jwks={"keys": [self.key.as_dict(private=False)]},
            redirect_uris=(REDIRECT,),
            oid=self.oid,
            name="Carnet d'essai",
        )

    def ask(self, verifier: str, **changes: str | None) -> str:
        """Return the address of an authorization request; a change to ``None`` leaves the parameter out."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": REDIRECT,
            "scope": " ".join(SCOPES),
            "state": secrets.token_urlsafe(16),
            "nonce": secrets.token_urlsafe(16),
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        } | changes
        return f"{self.base}/oauth/authorize?" + urlencode({k: v for k, v in asked.items() if v is not None})

    def post(self, path: str, **form: str | None) -> requests.Response:
        """Post a form to the authorization server, authenticated."""
        told = {
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self.assertion(),
        } | form
        return self.http.post(f"{self.base}/oauth/{path}", data={k: v for k, v in told.items() if v is not None})

    def assertion(self, **changes: Any) -> str:
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": f"{self.base}/oauth/token",
            "jti": secrets.token_urlsafe(16),
            "exp": int(time.time()) + 60,
        } | changes
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.key, ["ES256"])

    def exchange(self, code: str, verifier: str | None) -> requests.Response:
        return self.post(
            "token", grant_type="authorization_code", code=code, redirect_uri=REDIRECT, code_verifier=verifier
        )

    def refresh(self, token: str) -> requests.Response:
        return self.post("token", grant_type="refresh_token", refresh_token=token)

    def pair(self, browser: Browser, **consent: Any) -> dict[str, Any]:
        """Do the whole code flow for a browser that is signed in; return the token response."""
        verifier = secrets.token_urlsafe(32)
        sent = callback(browser.consent(self.ask(verifier), **consent))
        answer = self.exchange(sent["code"], verifier)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def claims(self, id_token: str) -> dict[str, Any]:
        """Return the claims of an id_token, verified with the published keys."""
        keys = KeySet.import_key_set(self.http.get(f"{self.base}/oauth/jwks").json())
        return dict(jwt.decode(id_token, keys, ["ES256"]).claims)

    def headers(self, tokens: dict[str, Any]) -> dict[str, str]:
        return {"Authorization": f"Bearer {tokens['access_token']}", "ID-Token": tokens["id_token"]}

    def write(self, tokens: dict[str, Any], body: Any, **headers: str) -> requests.Response:
        told = {"Content-Type": "application/fhir+json"} | self.headers(tokens) | headers
        sent = {"data": body} if isinstance(body, bytes) else {"json": body}
        return self.http.post(f"{self.base}/fhir", headers=told, **sent)

    def read(self, tokens: dict[str, Any], query: list[tuple[str, str]]) -> requests.Response:
        return self.http.get(f"{self.base}/fhir/Observation", params=query, headers=self.headers(tokens))


def fields(page: requests.Response) -> dict[str, str]:
    """Return the hidden fields of the page's form."""
    hidden = HTMLParser(page.text).css("input[type=hidden]")
    return {node.attributes["name"] or "": node.attributes["value"] or "" for node in hidden}


def callback(location: str) -> dict[str, str]:
    """Return the parameters with which a browser is sent back to the client."""
    assert location.startswith(f"{REDIRECT}?"), location
    pairs = parse_qsl(urlsplit(location).query, keep_blank_values=True)
    assert len(pairs) == len(dict(pairs)), "a parameter is repeated"
    return dict(pairs)
