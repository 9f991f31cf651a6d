"""How each scenario alters the id_token of a token response: everything else of the answer stays as it was."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from conformance.lab.forge import FOREIGN_KID, Forge, header_of
from conformance.lab.journal import Answer

Alteration = Callable[[Answer, Forge], Answer]
Forgery = Callable[[str, dict[str, Any], Forge], str]
"""From a right id_token and its claims to the one that stands in its place."""

# RFC 2606: a name that is nobody's.
OTHER_ISSUER = "https://autre-espace.example/oauth"
OTHER_CLIENT = "autre-client"
SKEW = 30
"""Seconds by which the space's clock is ahead: a right client bears it."""
TEN_MINUTES = 600


def _nonce_wrong(token: str, claims: dict[str, Any], forge: Forge) -> str:
    size = max(len(str(claims.get("nonce", ""))), 16)
    return forge.sign(claims | {"nonce": secrets.token_urlsafe(size)[:size]})


def _resigned(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.sign(claims)


def _alg_none(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.unsigned(token)


def _hs256(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.sign_by_public_key(token)


def _bad_signature(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.sign_by_other(claims, {"kid": header_of(token)["kid"]})


def _unknown_kid(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.sign_by_other(claims, {"kid": FOREIGN_KID})


def _jwk_header(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.sign_by_other(claims, {"kid": FOREIGN_KID, "jwk": forge.foreign_key()})


def _jku_header(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.sign_by_other(claims, {"kid": FOREIGN_KID, "jku": forge.foreign_jwks})


def _iss_wrong(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.sign(claims | {"iss": OTHER_ISSUER})


def _aud_wrong(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.sign(claims | {"aud": OTHER_CLIENT})


def _expired(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.sign(_at(claims, -TEN_MINUTES - (int(claims["exp"]) - int(claims["iat"]))))


def _iat_future(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.sign(_at(claims, TEN_MINUTES))


def _skewed(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.sign(_at(claims, SKEW))


def _rotated(token: str, claims: dict[str, Any], forge: Forge) -> str:
    return forge.sign_with_unseen_key(claims)


def _at(claims: dict[str, Any], seconds: int) -> dict[str, Any]:
    """The same claims, made so many seconds later (earlier, when negative)."""
    return {name: held + seconds if name in ("iat", "exp", "nbf") else held for name, held in claims.items()}


def _altered(forged: Forgery) -> Alteration:
    def alter(answer: Answer, forge: Forge) -> Answer:
        told = json.loads(answer.body)
        told["id_token"] = forged(told["id_token"], forge.verify(told["id_token"]), forge)
        return msgspec.structs.replace(answer, body=json.dumps(told).encode())

    return alter


ID_TOKEN_ALTERATIONS: Mapping[str, Alteration] = {
    "nonce_wrong": _altered(_nonce_wrong),
    "token_good": _altered(_resigned),
    "token_alg_none": _altered(_alg_none),
    "token_hs256": _altered(_hs256),
    "token_bad_signature": _altered(_bad_signature),
    "token_unknown_kid": _altered(_unknown_kid),
    "token_jwk_header": _altered(_jwk_header),
    "token_jku_header": _altered(_jku_header),
    "token_iss_wrong": _altered(_iss_wrong),
    "token_aud_wrong": _altered(_aud_wrong),
    "token_expired": _altered(_expired),
    "token_iat_future": _altered(_iat_future),
    "token_skewed": _altered(_skewed),
    "key_rotated": _altered(_rotated),
}
