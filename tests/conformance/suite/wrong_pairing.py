"""Wrong spaces: the authorization endpoint."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from authlib.oauth2.rfc7636 import CodeChallenge

from conformance.space.oauth_grants import Pkce
from conformance.space.oauth_views import Client
from conformance.space.people import People
from tests.conformance.suite.altering import Change, Passing
from tests.conformance.suite.wrong_space import Wrong, replaced


def _callback(when: str, *drop: str, **put: str) -> Change:
    """Change the parameters of the answer to a client in which ``when`` stands."""

    def change(passing: Passing) -> None:
        query = urlsplit(passing.header("location")).query
        told = dict(parse_qsl(query))
        if passing.to_client and f"&{query}".find(f"&{when}") >= 0:
            kept = {name: value for name, value in told.items() if name not in drop} | put
            passing.set("location", f"{passing.header('location').split('?')[0]}?{urlencode(kept)}")

    return change


def _unframed(passing: Passing) -> None:
    passing.set("content-security-policy", None)
    passing.set("x-frame-options", None)


def _challenge_optional(patch: Any) -> None:
    original = Pkce.validate_code_challenge

    def lenient(self: Any, grant: Any, redirect_uri: str) -> None:
        if grant.request.payload.data.get("code_challenge"):
            original(self, grant, redirect_uri)

    patch.setattr(Pkce, "validate_code_challenge", lenient)


def _plain_allowed(patch: Any) -> None:
    original = Pkce.validate_code_challenge

    def lenient(self: Any, grant: Any, redirect_uri: str) -> None:
        plain = grant.request.payload.data.get("code_challenge_method") == "plain"
        (CodeChallenge.validate_code_challenge if plain else original)(self, grant, redirect_uri)

    patch.setattr(Pkce, "validate_code_challenge", lenient)


def _own_prefix(self: Any, redirect_uri: str) -> bool:
    return any(redirect_uri.startswith(known) for known in self.row.redirect_uris)


def _anywhere_else(self: Any, redirect_uri: str) -> bool:
    """Right at home, open to every other host."""
    known = self.row.redirect_uris
    return redirect_uri in known or urlsplit(redirect_uri).hostname not in {urlsplit(one).hostname for one in known}


WRONG_PAIRINGS = (
    Wrong(name="pkce-optional", breaks="pairing.pkce-required", patch=_challenge_optional),
    Wrong(
        name="pkce-plain",
        breaks="pairing.pkce-plain-refused",
        patch=_plain_allowed,
    ),
    Wrong(
        name="redirect-prefix",
        breaks="pairing.redirect-uri-exact",
        patch=replaced(Client, "check_redirect_uri", _own_prefix),
    ),
    Wrong(
        name="redirect-open",
        breaks="pairing.redirect-uri-foreign",
        patch=replaced(Client, "check_redirect_uri", _anywhere_else),
    ),
    Wrong(
        name="state-dropped",
        breaks="pairing.code-and-state",
        change=_callback("code=", "state"),
        too=("token.library-client",),
        why="the library checks its state, as every client should",
    ),
    Wrong(name="iss-missing", breaks="pairing.iss-returned", change=_callback("code=", "iss")),
    Wrong(
        name="iss-of-another",
        breaks="pairing.iss-returned",
        change=_callback("code=", iss="https://other.example.test"),
    ),
    Wrong(name="iss-missing-in-errors", breaks="pairing.error-iss", change=_callback("error=", "iss")),
    Wrong(name="state-missing-in-errors", breaks="pairing.error-state", change=_callback("error=", "state")),
    Wrong(
        name="refusal-as-another-error",
        breaks="pairing.refusal-told",
        change=_callback("error=access_denied", error="invalid_request"),
    ),
    Wrong(name="any-password", breaks="pairing.password-wrong", patch=replaced(People, "check", lambda *_: True)),
    Wrong(name="framable", breaks="pairing.clickjacking", change=_unframed),
)
