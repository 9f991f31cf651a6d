"""The forms in which a secret may travel, beside those that ``harness.redaction.views`` undoes: bases, hex, UTF-16."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from urllib.parse import quote

SHORT = 6
"""A value of fewer characters is looked for in its plain form only: its encodings would match anything."""
SHORTEST_CORE = 8
"""Fewest base64 characters that are worth looking for."""


def forms(value: str) -> frozenset[str]:
    """Every text in which ``value`` may be hidden, itself included; latin-1 strings, as bytes are searched."""
    if not value:
        return frozenset()
    return frozenset(_forms(value))


def _forms(value: str) -> Iterator[str]:
    raw = value.encode("utf-8", "surrogatepass")
    yield raw.decode("latin-1")
    if len(value) < SHORT:
        return
    yield raw.hex()
    yield raw.hex().upper()
    yield value.encode("utf-16-le", "surrogatepass").decode("latin-1")[:-1]  # the big-endian one holds it too
    if " " in value:
        yield raw.decode("latin-1").replace(" ", "+")
    if not value.isascii() and all(letter <= "\xff" for letter in value):
        yield value
    for written in {raw, quote(raw, safe="").encode(), json.dumps(value)[1:-1].encode()}:
        yield from _base64_cores(written)


def _base64_cores(raw: bytes) -> Iterator[str]:
    """The base64 characters that depend on ``raw`` alone, for each of its three possible alignments (RFC 4648)."""
    for offset in range(3):
        start = (offset * 8 + 5) // 6
        end = (offset + len(raw)) * 8 // 6
        if end - start >= SHORTEST_CORE:
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                yield encode(b"\0" * offset + raw).decode()[start:end]
