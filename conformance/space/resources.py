"""Resources as the database keeps them: JSON text in which nobody's idPE stands.

Two applications must not find out that they serve the same person. What one wrote holds its own idPE, in the subject
and wherever else it liked; what another reads must hold the other's. So a mark is kept in place of the idPE.
"""

from __future__ import annotations

from typing import Any

import msgspec

from conformance.space.answers import encode

# No JSON text holds this character: RFC 8259, section 7, has it escaped.
_MARK = "\x01"


def seal(resource: dict[str, Any], idpe: str) -> str:
    """Return the text to keep of a resource that a client wrote. ``idpe`` is URL-safe text, so never escaped."""
    return encode(resource).decode().replace(idpe, _MARK)


def unseal(text: str, idpe: str) -> msgspec.Raw:
    """Return kept text as JSON for the client that knows the person as ``idpe``."""
    return msgspec.Raw(text.replace(_MARK, idpe).encode())


def content_of(text: str, idpe: str = "") -> Any:
    """Return the JSON value of kept text."""
    return msgspec.json.decode(text.replace(_MARK, idpe))
