"""Faults of the validation of an ``id_token``, and harmless variants of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from sample_apps.tensio.build import Build
from sample_apps.tensio.pairing.errors import CallbackRefused
from sample_apps.tensio.pairing.id_token import hold, signed_claims
from sample_apps.tensio.pairing.provider import Provider

Fault = Callable[[Build], None]
Claims = dict[str, Any]
HOUR = 3600


def _reading(read: Callable[[str, Provider], Claims]) -> Fault:
    def fault(build: Build) -> None:
        build.pairing = replace(build.pairing, id_token_claims=read)

    return fault


def _holding(holds: Callable[[Claims, str, str], bool]) -> Fault:
    def fault(build: Build) -> None:
        build.pairing = replace(build.pairing, id_token_holds=holds)

    return fault


def _part(token: str, number: int) -> dict[str, Any]:
    try:
        part = token.split(".")[number]
        return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))
    except (ValueError, IndexError) as error:
        raise CallbackRefused("id_token") from error


def _none_too(token: str, provider: Provider) -> Claims:
    return _part(token, 1) if _part(token, 0).get("alg") == "none" else signed_claims(token, provider)


def _hs256_too(token: str, provider: Provider) -> Claims:
    """The key is chosen by ``kid`` and the algorithm by the token: the public key becomes a shared secret."""
    header = _part(token, 0)
    if header.get("alg") != "HS256":
        return signed_claims(token, provider)
    signed, _, signature = token.rpartition(".")
    known = (key for key in provider.keys().keys if isinstance(key, ECKey) and key.kid == header.get("kid"))
    pem = next((key.as_pem(private=False) for key in known), b"")
    made = base64.urlsafe_b64encode(hmac.new(pem, signed.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    if not pem or not hmac.compare_digest(made, signature):
        raise CallbackRefused("id_token")
    return _part(token, 1)


def _any_signature(token: str, provider: Provider) -> Claims:
    return _part(token, 1) if _part(token, 0).get("alg") == "ES256" else signed_claims(token, provider)


def _any_unknown_key(token: str, provider: Provider) -> Claims:
    known = {key.kid for key in provider.keys(again=True).keys}
    return signed_claims(token, provider) if _part(token, 0).get("kid") in known else _part(token, 1)


def _key_of_the_token(token: str, provider: Provider) -> Claims:
    brought = _part(token, 0).get("jwk")
    return _by(token, KeySet([ECKey.import_key(brought)])) if brought else signed_claims(token, provider)


def _key_set_of_the_token(token: str, provider: Provider) -> Claims:
    named = _part(token, 0).get("jku")
    return _by(token, provider.key_set(named)) if named else signed_claims(token, provider)


def _keys_read_once(token: str, provider: Provider) -> Claims:
    return _by(token, provider.keys())


def _keys_read_always(token: str, provider: Provider) -> Claims:
    return _by(token, provider.keys(again=True))


def _by(token: str, keys: KeySet) -> Claims:
    try:
        return dict(jwt.decode(token, keys, algorithms=["ES256"]).claims)
    except (JoseError, ValueError, TypeError) as error:
        raise CallbackRefused("id_token") from error


def _any_audience(claims: Claims, issuer: str, client_id: str) -> bool:
    return hold({**claims, "aud": client_id}, issuer, client_id)


def _any_issuer(claims: Claims, issuer: str, client_id: str) -> bool:
    return hold({**claims, "iss": issuer}, issuer, client_id)


def _any_end(claims: Claims, issuer: str, client_id: str) -> bool:
    return hold({**claims, "exp": time.time() + HOUR}, issuer, client_id)


FAULTS: Mapping[str, Fault] = {
    "id_token_alg_none": _reading(_none_too),
    "id_token_hs256": _reading(_hs256_too),
    "id_token_unverified": _reading(_any_signature),
    "id_token_unknown_key": _reading(_any_unknown_key),
    "id_token_jwk_trusted": _reading(_key_of_the_token),
    "id_token_jku_trusted": _reading(_key_set_of_the_token),
    "id_token_any_audience": _holding(_any_audience),
    "id_token_any_issuer": _holding(_any_issuer),
    "id_token_expired": _holding(_any_end),
    "id_token_no_leeway": _holding(partial(hold, leeway=5)),
    "jwks_read_once": _reading(_keys_read_once),
    "id_token_leeway_60": _holding(partial(hold, leeway=60)),
    "jwks_read_always": _reading(_keys_read_always),
}
