"""Request bodies are bounded: no form of this app needs more than a few kilobytes, but for one that takes files."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

MAX_BODY = 65_536
MAX_UPLOAD = 6 * 1024 * 1024
UPLOADS = ("/documents",)


def bounded(receive: Receive, limit: int = MAX_BODY) -> Receive:
    """A ``receive`` that raises ``HTTPException(413)`` once the body passes ``limit`` bytes."""
    left = limit

    async def receive_bounded() -> Message:
        nonlocal left
        message = await receive()
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413)
        return message

    return receive_bounded
