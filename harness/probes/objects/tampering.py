"""Credentials that no server should take: altered ones, invented ones, and tokens for somebody else."""

from __future__ import annotations

import base64
import json
import secrets
import string
from collections.abc import Iterator
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from criteria.http_exchange import Headers
from harness.probes.objects.naming import read_json

SHORTEST = 8
"""A shorter cookie is a preference, not a session."""
OTHER_AUDIENCE = "urn:probant:other-audience"


def altered_cookies(pairs: tuple[tuple[str, str], ...]) -> str:
    """The cookies, each long value with another end."""
    return _header((name, value[:-4] + _drawn_like(value[-4:])) if len(value) >= SHORTEST else (name, value)
                   for name, value in pairs)


def invented_cookies(pairs: tuple[tuple[str, str], ...]) -> str:
    """Cookies of the same names and forms whose values nobody ever gave."""
    return _header((name, _drawn_like(value)) if len(value) >= SHORTEST else (name, value) for name, value in pairs)


def altered_credentials(headers: Headers) -> Headers:
    """Credentials with a token whose claims or end were changed, so that its signature cannot hold."""
    return _each_token(headers, _altered)


def unsigned_credentials(headers: Headers) -> Headers:
    """Credentials with the token's own claims and no signature (``alg: none``, RFC 7515 appendix A.5)."""
    return _each_token(headers, _unsigned)


def foreign_credentials(headers: Headers) -> Headers:
    """Credentials with the same claims, for another audience and signed by a key of the audit's own."""
    return _each_token(headers, _foreign)


def _each_token(headers: Headers, change: Any) -> Headers:
    return tuple((name, _changed(value, change)) for name, value in headers)


def _changed(value: str, change: Any) -> str:
    scheme, _, token = value.partition(" ")
    return f"{scheme} {change(token)}" if token else change(scheme)


def _altered(token: str) -> str:
    claims = _claims(token)
    if claims is None:
        return token[:-4] + _drawn_like(token[-4:])
    header, _, signature = token.split(".")
    changed = {**claims, "probant": secrets.token_hex(4)}
    return f"{header}.{_packed(changed)}.{signature}"


def _unsigned(token: str) -> str:
    claims = _claims(token)
    return _drawn_like(token) if claims is None else f"{_packed({'alg': 'none', 'typ': 'JWT'})}.{_packed(claims)}."


def _foreign(token: str) -> str:
    claims = _claims(token)
    if claims is None:
        return _drawn_like(token)
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, private=True)
    return jwt.encode({"alg": "ES256", "typ": "JWT"}, {**claims, "aud": OTHER_AUDIENCE}, key, algorithms=["ES256"])


def _claims(token: str) -> dict[str, Any] | None:
    """The claims of a signed JWT; ``None`` when the token is something else."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        found = read_json(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _packed(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _drawn_like(value: str) -> str:
    """A random text with a letter for a letter and a digit for a digit."""
    return "".join(_other(letter) for letter in value)


def _other(letter: str) -> str:
    for alphabet in (string.digits, string.ascii_lowercase, string.ascii_uppercase):
        if letter in alphabet:
            return secrets.choice(alphabet.replace(letter, ""))
    return letter


def _header(pairs: Iterator[tuple[str, str]]) -> str:
    return "; ".join(f"{name}={value}" for name, value in pairs)
