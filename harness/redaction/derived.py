"""What survives of a secret: what criteria must know, and nothing from which it could be found again."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key

_CHARSETS = (
    ("digits", re.compile(r"[0-9]*")),
    ("hex", re.compile(r"[0-9a-fA-F]*")),
    ("alphanumeric", re.compile(r"[0-9A-Za-z]*")),
    ("base64url", re.compile(r"[0-9A-Za-z_-]*")),
    ("unreserved", re.compile(r"[0-9A-Za-z._~-]*")),
    ("base64", re.compile(r"[0-9A-Za-z+/=]*")),
    ("printable", re.compile(r"[\x20-\x7e]*")),
)
MOST_BRACKETS = 60
"""Objects and lists in one part of a JWT; a stranger's token that has more is not read."""
ALGORITHMS = ["ES256", "ES384", "ES512", "RS256", "RS384", "PS256", "PS384", "Ed25519", "EdDSA"]


def charset_of(value: str) -> str:
    """The narrowest named character set that holds ``value``."""
    return next((name for name, pattern in _CHARSETS if pattern.fullmatch(value)), "other")


def derived_of(value: str, kind: str, keys: Mapping[str, Key]) -> dict[str, Any]:
    """``s256`` for a PKCE verifier (RFC 7636 section 4.2); ``header``, ``claims``, ``verified_by`` for a JWT."""
    if kind == "code_verifier":
        digest = hashlib.sha256(value.encode("utf-8", "replace")).digest()
        return {"s256": base64.urlsafe_b64encode(digest).decode().rstrip("=")}
    if value.count(".") == 2:
        return _jwt(value, keys)
    return {}


def _jwt(value: str, keys: Mapping[str, Key]) -> dict[str, Any]:
    header, claims = (_part(part) for part in value.split(".")[:2])
    if not isinstance(header, dict) or not isinstance(claims, dict):
        return {}
    return {"header": header, "claims": claims, "verified_by": _verified_by(value, keys)}


def _part(part: str) -> Any:
    try:
        held = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
        return json.loads(held) if _shallow(held) else None
    except (ValueError, RecursionError):
        return None


def _shallow(held: str) -> bool:
    return held.count("{") + held.count("[") <= MOST_BRACKETS


def _verified_by(value: str, keys: Mapping[str, Key]) -> str:
    for name, key in tuple(keys.items()):  # another look may add its own meanwhile
        try:
            jws.deserialize_compact(value, key, algorithms=ALGORITHMS)
        except (JoseError, ValueError, TypeError):
            continue
        return name
    return ""
