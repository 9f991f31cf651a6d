"""Looking inside a body that is itself compressed, within a bound: a secret may hide there."""

from __future__ import annotations

import zlib

UNPACKED_LIMIT = 8 * 1024 * 1024
"""Bytes looked at inside a compressed body; one that unpacks to more is withheld, since it cannot be searched."""
DEEPEST = 3
"""How many compressions around one another are undone; more are withheld."""
STEP = 256
"""Bytes fed at a time: an error in the stream takes no more than its own step with it."""
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class Unsearchable(Exception):
    """A compressed body that unpacks to too much, or too often."""


def layers(raw: bytes) -> list[bytes]:
    """What a gzip or zlib body holds, what that holds, and so on; raises ``Unsearchable``.

    A cut or broken body counts with what can be read of it.
    """
    found: list[bytes] = []
    while looks_packed(inner := found[-1] if found else raw):
        opened = _unpacked(inner)
        if not opened:
            break
        if len(found) == DEEPEST:
            raise Unsearchable
        found.append(opened)
    return found


def looks_packed(raw: bytes) -> bool:
    """Whether ``raw`` begins as gzip (RFC 1952, 2.3.1) or zlib (RFC 1950, 2.2) does."""
    zlib_head = len(raw) > 2 and raw[0] & 0x0F == 8 and raw[0] >> 4 <= 7 and (raw[0] * 256 + raw[1]) % 31 == 0
    return raw[:2] == b"\x1f\x8b" or zlib_head


def _unpacked(raw: bytes) -> bytes:
    """All members of a gzip body, one after another."""
    found = bytearray()
    while looks_packed(raw):
        engine = zlib.decompressobj(_GZIP_OR_ZLIB)
        end = 0
        while end < len(raw) and not engine.eof:
            try:
                found += engine.decompress(raw[end : end + STEP], UNPACKED_LIMIT + 1 - len(found))
            except zlib.error:
                return bytes(found)
            end += STEP
            if len(found) > UNPACKED_LIMIT:
                raise Unsearchable
        raw = engine.unused_data + raw[end:]
    return bytes(found)
