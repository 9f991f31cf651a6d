"""Looking inside a body that is itself compressed, within a bound: a secret may hide there."""

from __future__ import annotations

import gzip
import io
import zlib

UNPACKED_LIMIT = 8 * 1024 * 1024
"""Bytes looked at inside a compressed body; one that unpacks to more is withheld, since it cannot be searched."""


def unpacked(raw: bytes) -> bytes | None:
    """What a gzip or zlib body holds; empty when it is neither, ``None`` when it unpacks to too much."""
    if raw[:2] == b"\x1f\x8b":
        reader = gzip.GzipFile(fileobj=io.BytesIO(raw))
    elif raw[:2] in (b"\x78\x01", b"\x78\x9c", b"\x78\xda"):
        return _inflated(raw)
    else:
        return b""
    try:
        found: bytes = reader.read(UNPACKED_LIMIT + 1)
    except (OSError, EOFError, zlib.error):
        return b""
    return None if len(found) > UNPACKED_LIMIT else found


def _inflated(raw: bytes) -> bytes | None:
    engine = zlib.decompressobj()
    try:
        found = engine.decompress(raw, UNPACKED_LIMIT)
    except zlib.error:
        return b""
    return None if engine.unconsumed_tail else found
