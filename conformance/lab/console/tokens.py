"""What may be shown of a token: its end, and of a JWT its header and claims. Nothing is verified here."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Any

import msgspec

LARGEST = 16 * 1024
"""Characters of a JWT beyond which it is not decoded."""
_SHOWN = 6
_JWT = re.compile(r"[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]*", re.ASCII)
_JWT_IN_TEXT = re.compile(r"eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*", re.ASCII)
SECRETS = frozenset(
    """
    access_token authorization client_assertion code code_verifier cookie dpop form_token id-token id_token password
    refresh_token request set-cookie subject_token token
    """.split()  # noqa: SIM905
)
"""Names (lower case) whose values are never shown whole."""


def shortened(value: str) -> str:
    """The end of a secret: enough to tell it from another, too little to use it."""
    return f"…{value[-_SHOWN:]} ({len(value)})" if len(value) > 3 * _SHOWN else "•••"


def scrubbed(text: str) -> str:
    """Free text with every JWT in it shortened."""
    return _JWT_IN_TEXT.sub(lambda found: shortened(found.group()), text)


def decoded(value: str) -> tuple[dict[str, Any], dict[str, Any], str] | None:
    """The header, the claims and a digest of the signature of a JWT; ``None`` when this is none."""
    if len(value) > LARGEST or not _JWT.fullmatch(value):
        return None
    header, claims, signature = value.split(".")
    told = _object(header), _object(claims)
    if told[0] is None or told[1] is None:
        return None
    digest = hashlib.sha256(signature.encode()).hexdigest()[:12] if signature else ""
    return told[0], told[1], digest


def _object(part: str) -> dict[str, Any] | None:
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)), type=dict[str, Any])
    except (binascii.Error, ValueError, RecursionError):
        return None
