"""Faults of the pairing, and harmless variants of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sample_apps.tensio.build import Build
from sample_apps.tensio.pairing.policy import fresh_verifier
from sample_apps.tensio.store.pairings import Pairings, Pending
from sample_apps.tensio.store.sessions import Session

Fault = Callable[[Build], None]


def _policy(**changes: Any) -> Fault:
    def fault(build: Build) -> None:
        build.pairing = replace(build.pairing, **changes)

    return fault


def verifier_reused(build: Build) -> None:
    """One verifier, made at the start, serves every pairing."""
    verifier = fresh_verifier()
    build.pairing.verifier = lambda: verifier


def _last_asked(pairings: Pairings, session: Session) -> Pending:
    """The last request of this session; an invented one when there is none."""
    row = pairings.database.row(
        "SELECT state, nonce, verifier FROM pending_pairing WHERE session = ? ORDER BY asked_at DESC", (session.digest,)
    )
    return Pending(*row) if row else Pending(secrets.token_urlsafe(32), secrets.token_urlsafe(32), fresh_verifier())


def _any_state(pairings: Pairings, session: Session, state: str | None) -> Pending | None:
    row = pairings.database.row("SELECT state, nonce, verifier FROM pending_pairing WHERE state = ?", (state,))
    return Pending(*row) if row else _last_asked(pairings, session)


def _absent_state_too(pairings: Pairings, session: Session, state: str | None) -> Pending | None:
    return pairings.take(session, state) if state else _last_asked(pairings, session)


def _again_and_again(pairings: Pairings, session: Session, state: str | None) -> Pending | None:
    row = pairings.database.row(
        "SELECT state, nonce, verifier FROM pending_pairing WHERE state = ? AND session = ?", (state, session.digest)
    )
    return Pending(*row) if row else None


def _crash(error: str) -> None:
    raise RuntimeError(f"unexpected answer of the space: {error!r}")


def error_crash(build: Build) -> None:
    """An error response of the space ends in a server error."""
    build.pairing.on_error.append(_crash)


FAULTS: dict[str, Fault] = {
    "pkce_plain": _policy(challenge=lambda verifier: {"code_challenge": verifier, "code_challenge_method": "plain"}),
    "pkce_missing": _policy(verifier=str, challenge=lambda verifier: {}),
    "verifier_reused": verifier_reused,
    "verifier_short": _policy(verifier=lambda: secrets.token_urlsafe(24)),
    "response_type_hybrid": _policy(response_type="code id_token"),
    "redirect_uri_differs": _policy(redirect_query="?depuis=carnet"),
    "accepts_any_state": _policy(take=_any_state),
    "accepts_missing_state": _policy(take=_absent_state_too),
    "accepts_wrong_iss": _policy(issuer_ok=lambda seen, expected, announced: seen is not None),
    "accepts_missing_iss": _policy(issuer_ok=lambda seen, expected, announced: seen in (None, expected)),
    "accepts_wrong_nonce": _policy(nonce_ok=lambda seen, expected: True),
    "replays_code": _policy(take=_again_and_again),
    "error_crash": error_crash,
    "verifier_128": _policy(verifier=lambda: secrets.token_urlsafe(96)),
    "extra_scope_order": _policy(scope="patient/Observation.rs patient/Observation.c offline_access openid"),
    "callback_303": _policy(after_success=303),
}
