"""Request bodies are bounded: no form of this app needs more than a few kilobytes."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

MAX_BODY = 65_536


def bounded(receive: Receive) -> Receive:
    """A ``receive`` that raises ``HTTPException(413)`` once the body passes ``MAX_BODY`` bytes."""
    left = MAX_BODY

    async def receive_bounded() -> Message:
        nonlocal left
        message = await receive()
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413)
        return message

    return receive_bounded
