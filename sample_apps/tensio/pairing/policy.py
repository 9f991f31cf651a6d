"""The decisions that make a pairing safe, each one replaceable on its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from sample_apps.tensio.store.pairings import Pairings, Pending
from sample_apps.tensio.store.sessions import Session

SCOPE = "openid offline_access patient/Observation.c patient/Observation.rs"
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


@dataclass
class PairingPolicy:
    """``redirect_query`` is appended to the redirect address; each of ``on_error`` is told an OAuth error code."""

    verifier: Callable[[], str] = fresh_verifier
    challenge: Callable[[str], dict[str, str]] = s256
    scope: str = SCOPE
    response_type: str = "code"
    redirect_query: str = ""
    take: Callable[[Pairings, Session, str | None], Pending | None] = take_once
    issuer_ok: Callable[[str | None, str, bool], bool] = issuer_is
    nonce_ok: Callable[[object, str], bool] = nonce_is
    after_success: int = 302
    on_error: list[Callable[[str], None]] = field(default_factory=list)
