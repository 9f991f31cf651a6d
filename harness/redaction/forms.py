"""The forms in which a secret may travel: plain, URL, HTML and JSON escaped, base64 at any offset, hex."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

SHORT = 6
"""A value of fewer characters is looked for in its plain form only: its encodings would match anything."""
SHORTEST_CORE = 8
"""Fewest base64 characters that are worth looking for."""


def forms(value: str) -> frozenset[str]:
    """Every text in which ``value`` may be hidden, itself included; latin-1 strings, as bytes are searched."""
    if not value:
        return frozenset()
    raw = value.encode()
    plain = {raw.decode("latin-1")}
    if len(value) < SHORT:
        return frozenset(plain)
    escaped = {quote(value, safe=""), quote_plus(value), quote(value), html.escape(value), json.dumps(value)[1:-1]}
    escaped |= {quote(quote(value, safe=""), safe=""), _lower_percent(quote(value, safe=""))}
    hexed = {raw.hex(), raw.hex().upper()}
    return frozenset(plain | escaped | hexed | set(_base64_cores(raw)))


def _lower_percent(quoted: str) -> str:
    parts = quoted.split("%")
    return parts[0] + "".join("%" + part[:2].lower() + part[2:] for part in parts[1:])


def _base64_cores(raw: bytes) -> list[str]:
    """The base64 characters that depend on ``raw`` alone, for each of its three possible alignments."""
    cores = []
    for offset in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            coded = encode(b"\0" * offset + raw).decode().rstrip("=")
            start = (offset * 8 + 5) // 6
            end = (offset + len(raw)) * 8 // 6
            core = coded[start:end]
            if len(core) >= SHORTEST_CORE:
                cores.append(core)
    return cores
