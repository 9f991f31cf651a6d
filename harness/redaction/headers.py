"""Where secrets stand in HTTP headers: cookies and credentials."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from harness.redaction.named import Place, meant
from harness.redaction.names import HEADER_PARTS, HEADERS
from harness.redaction.structure import in_text


def in_header(name: str, value: str) -> Iterator[Place]:
    """Secrets in one header: cookies and credentials whatever their length, and all that ``in_text`` finds."""
    lower = name.lower()
    if lower in ("cookie", "set-cookie"):
        yield from _cookies(value, many=lower == "cookie")
    elif lower in HEADERS or HEADER_PARTS.search(lower):
        yield from _credentials(value, HEADERS.get(lower, "csrf" if "srf" in lower else "token"))
    yield from in_text(value)


def _cookies(value: str, many: bool) -> Iterator[Place]:
    start = 0
    for pair in value.split(";") if many else value.split(";")[:1]:
        name, sign, held = pair.partition("=")
        inner = held.strip().strip('"')
        if sign and inner:
            place = start + len(name) + 1 + held.index(inner)
            yield Place(place, place + len(inner), meant(inner), "cookie")
        start += len(pair) + 1


def _credentials(value: str, kind: str) -> Iterator[Place]:
    scheme, space, rest = value.partition(" ")
    held = rest if space else scheme
    start = len(value) - len(held)
    if held.strip():
        yield Place(start, len(value), meant(held), kind)
    if scheme.lower() == "basic":
        yield from ((Place(start, len(value), password, "password")) for password in _basic(held))


def _basic(held: str) -> Iterator[str]:
    try:
        _, sign, password = base64.b64decode(held.strip(), validate=True).decode("latin-1").partition(":")
    except (binascii.Error, ValueError):
        return
    if sign and password:
        yield meant(password)
