"""Addresses as signals name them: without host and port, and with identifiers taken out."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{16,}\b")
_QUERY_VALUE = re.compile(r"=[^&\s]*")
_ORIGIN = re.compile(r"https?://127\.0\.0\.1(?::\d+)?")


def path_of(url: str) -> str:
    """The path of an address, and the names of its parameters."""
    parts = urlsplit(url)
    names = _QUERY_VALUE.sub("=", parts.query)
    return _IDENTIFIER.sub("ID", parts.path or "/") + (f"?{names}" if names else "")


def steady(text: str) -> str:
    """A sentence without the sample's origin and identifiers, in one line."""
    return " ".join(_IDENTIFIER.sub("ID", _ORIGIN.sub("", text)).split())[:300]
