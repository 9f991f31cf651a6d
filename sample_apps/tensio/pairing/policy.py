"""The decisions that make a pairing safe, each one replaceable on its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sample_apps.tensio.pairing.errors import CallbackRefused
from sample_apps.tensio.pairing.id_token import hold, signed_claims
from sample_apps.tensio.pairing.provider import Provider
from sample_apps.tensio.pairing.wire import Follow, stay
from sample_apps.tensio.store.pairings import Pairings, Pending
from sample_apps.tensio.store.sessions import Session
from sample_apps.tensio.store.standing import READ, WRITE

SCOPE = "openid offline_access patient/Observation.c patient/Observation.rs"
PURPOSES = {WRITE: "patient/Observation.c", READ: "patient/Observation.rs"}
Claims = dict[str, Any]
Form = dict[str, str]
VERIFIER_BYTES = 48  # 64 characters in base64url


def fresh_verifier() -> str:
    """A PKCE verifier of 64 characters (RFC 7636 section 4.1)."""
    return secrets.token_urlsafe(VERIFIER_BYTES)


def s256(verifier: str) -> dict[str, str]:
    """The challenge parameters of a verifier (RFC 7636 section 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return {"code_challenge": challenge, "code_challenge_method": "S256"}


def take_once(pairings: Pairings, session: Session, state: str | None) -> Pending | None:
    """The request that this browser session made under this state, at most once."""
    return pairings.take(session, state) if state else None


def issuer_is(seen: str | None, expected: str, announced: bool) -> bool:
    """Whether ``iss`` is the issuer asked; it may be absent only where the metadata do not announce it (RFC 9207)."""
    return not announced if seen is None else seen == expected


def nonce_is(seen: object, expected: str) -> bool:
    """Whether the nonce of the ``id_token`` is the one of the request."""
    return isinstance(seen, str) and hmac.compare_digest(seen, expected)


def same(seen: str, expected: str) -> bool:
    """Whether a renewed ``id_token`` is still of the person paired (OpenID Connect Core 1.0 section 12.2)."""
    return hmac.compare_digest(seen.encode(), expected.encode())


def left_out(granted: str) -> frozenset[str]:
    """The purposes that the space did not grant; a token answer without ``scope`` grants what was asked."""
    scopes = granted.split()
    return frozenset(purpose for purpose, scope in PURPOSES.items() if granted and scope not in scopes)


def as_made(claims: Claims, form: Form) -> Claims:
    """The claims of a client assertion as they were made, whatever form it goes with."""
    return claims


def as_filled(form: Form) -> Form:
    """A form for the space's endpoints as it was filled in."""
    return form


def as_built(bundle: dict[str, Any], access_token: str) -> dict[str, Any]:
    """A measure as it was built."""
    return bundle


def as_asked(params: Mapping[str, Any], access_token: str) -> Mapping[str, Any]:
    """The parameters of a search as they were asked for."""
    return params


@dataclass
class PairingPolicy:
    """``redirect_query`` is appended to the redirect address; each of ``on_error`` is told an OAuth error code.

    ``id_token_claims`` reads the claims of an id_token that is rightly signed, ``id_token_holds`` checks them.
    ``assertion``, ``sent_form``, ``sent_measure`` and ``sent_query`` are the last word on what leaves for the space.
    ``left_out`` says which purposes were not granted, ``takes_less`` whether a pairing without them is kept;
    ``certified`` whether the space has to prove who it is, ``tries_when_busy`` how often its token endpoint is asked.
    """

    verifier: Callable[[], str] = fresh_verifier
    challenge: Callable[[str], dict[str, str]] = s256
    scope: str = SCOPE
    response_type: str = "code"
    redirect_query: str = ""
    take: Callable[[Pairings, Session, str | None], Pending | None] = take_once
    issuer_ok: Callable[[str | None, str, bool], bool] = issuer_is
    nonce_ok: Callable[[object, str], bool] = nonce_is
    id_token_claims: Callable[[str, Provider], Claims] = signed_claims
    id_token_holds: Callable[[Claims, str, str], bool] = hold
    assertion: Callable[[Claims, Form], Claims] = as_made
    sent_form: Callable[[Form], Form] = as_filled
    sent_measure: Callable[[dict[str, Any], str], dict[str, Any]] = as_built
    sent_query: Callable[[Mapping[str, Any], str], Mapping[str, Any]] = as_asked
    follows: Follow = stay
    certified: bool = True
    same_person: Callable[[str, str], bool] = same
    left_out: Callable[[str], frozenset[str]] = left_out
    takes_less: bool = True
    tries_when_busy: int = 1
    after_success: int = 302
    on_error: list[Callable[[str], None]] = field(default_factory=list)

    def validated(self, token: str, provider: Provider, client_id: str) -> Claims:
        """The claims of an id_token that holds (OpenID Connect Core 1.0 section 3.1.3.7), but for its nonce.

        Raises :class:`CallbackRefused` when it does not hold, :class:`.SpaceUnavailable` when no keys could be read.
        """
        claims = self.id_token_claims(token, provider)
        if not self.id_token_holds(claims, provider.issuer, client_id):
            raise CallbackRefused("id_token")
        return claims
