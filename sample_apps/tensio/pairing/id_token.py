"""Validation of an ``id_token`` (OpenID Connect Core 1.0 section 3.1.3.7), with the algorithm pinned to ES256."""

from __future__ import annotations

import time
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from sample_apps.tensio.pairing.errors import CallbackRefused
from sample_apps.tensio.pairing.provider import Provider

LEEWAY_SECONDS = 45


def signed_claims(token: str, provider: Provider) -> dict[str, Any]:
    """The claims of a token that a key of the space signed.

    Raises :class:`CallbackRefused` when none did, :class:`.SpaceUnavailable` when no keys could be read.
    """
    try:
        try:
            return _decoded(token, provider.keys())
        except InvalidKeyIdError:  # the space may have changed its keys: read them once more, and only once
            return _decoded(token, provider.keys(again=True))
    except (JoseError, ValueError, TypeError, KeyError, UnicodeError) as error:
        raise CallbackRefused("id_token") from error


def hold(claims: dict[str, Any], issuer: str, client_id: str, leeway: float = LEEWAY_SECONDS) -> bool:
    """Whether the claims are meant for this client, now; the nonce is the caller's to check."""
    moment = time.time()
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    return (
        claims.get("iss") == issuer
        and client_id in audiences
        and (len(audiences) == 1 or claims.get("azp") == client_id)
        and _is_time(claims.get("exp")) and claims["exp"] > moment - leeway
        and _is_time(claims.get("iat")) and claims["iat"] < moment + leeway
        and _is_text(claims.get("sub")) and _is_text(claims.get("assign_auth"))
    )


def _decoded(token: str, keys: KeySet) -> dict[str, Any]:
    decoded = jwt.decode(token, keys, algorithms=["ES256"])
    return dict(decoded.claims)


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
