"""Codes of an authenticator (TOTP, RFC 6238: SHA-1, six digits, steps of 30 seconds)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
import time

STEP_SECONDS = 30
AROUND = (-1, 0, 1)
"""Steps beside the present one that are taken, for clocks that run apart (RFC 6238 section 5.2)."""


def new_seed() -> str:
    """A fresh seed of 160 bits, in base32 as authenticators read it."""
    return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def code_at(seed: str, step: int) -> str:
    """The code of one step (RFC 4226 section 5.3)."""
    digest = hmac.digest(base64.b32decode(seed), struct.pack(">Q", step), hashlib.sha1)
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def step_of(seed: str, code: str, moment: float | None = None) -> int | None:
    """The step that ``code`` belongs to, of the present one and those beside it; ``None`` when it is of none."""
    present = int(time.time() if moment is None else moment) // STEP_SECONDS
    try:
        found = (present + one for one in AROUND if hmac.compare_digest(code_at(seed, present + one), code))
        return next(found, None)
    except (binascii.Error, TypeError):
        return None
