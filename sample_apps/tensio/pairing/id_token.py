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


def validated(token: str, provider: Provider, client_id: str) -> dict[str, Any]:
    """The claims of a token that holds; the nonce is the caller's to check.

    Raises :class:`CallbackRefused` when it does not hold, :class:`.SpaceUnavailable` when no keys could be read.
    """
    claims = _claims(token, provider)
    moment = time.time()
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    sound = (
        claims.get("iss") == provider.issuer
        and client_id in audiences
        and (len(audiences) == 1 or claims.get("azp") == client_id)
        and _is_time(claims.get("exp")) and claims["exp"] > moment - LEEWAY_SECONDS
        and _is_time(claims.get("iat")) and claims["iat"] < moment + LEEWAY_SECONDS
        and _is_text(claims.get("sub")) and _is_text(claims.get("assign_auth"))
    )
    if not sound:
        raise CallbackRefused("id_token")
    return claims


def _claims(token: str, provider: Provider) -> dict[str, Any]:
    try:
        try:
            return _decoded(token, provider.keys())
        except InvalidKeyIdError:  # the space may have changed its keys: read them once more, and only once
            return _decoded(token, provider.keys(again=True))
    except (JoseError, ValueError, TypeError, KeyError, UnicodeError) as error:
        raise CallbackRefused("id_token") from error


def _decoded(token: str, keys: KeySet) -> dict[str, Any]:
    decoded = jwt.decode(token, keys, algorithms=["ES256"])
    return dict(decoded.claims)


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
