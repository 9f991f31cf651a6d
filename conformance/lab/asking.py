"""Between the wire and the space: what was asked, read as far as is worth it, and what is answered."""

from __future__ import annotations

import logging

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.lab.journal import Answer, Headers


class _OnPurpose(logging.Filter):
    """Leaves out the server's complaint about an answer that breaks off: the lab cuts it on purpose."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.getMessage() != "ASGI callable returned without completing response."


logging.getLogger("uvicorn.error").addFilter(_OnPurpose())


class Heard:
    """A request body that is read once and can be told again."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._limit = receive, limit
        self._waiting: list[Message] = []
        self._body = bytearray()
        self._over = False

    @property
    def body(self) -> bytes:
        """What was read so far, up to the limit."""
        return bytes(self._body)

    async def ahead(self) -> bytes:
        """Read the body before anybody else does, up to the limit, and keep it for them."""
        while not self._over and len(self._body) < self._limit:
            self._waiting.append(await self._next())
        return self.body

    async def receive(self) -> Message:
        """The next message, as the server gave it."""
        return self._waiting.pop(0) if self._waiting else await self._next()

    async def _next(self) -> Message:
        message = await self._receive()
        self._over = message["type"] != "http.request" or not message.get("more_body", False)
        self._body.extend(message.get("body", b"")[: max(0, self._limit - len(self._body))])
        return message


async def answered(app: ASGIApp, scope: Scope, receive: Receive) -> Answer:
    """The whole answer of an application."""
    said = bytearray()
    started: list[Message] = []

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.append(message)
        else:
            said.extend(message.get("body", b""))

    await app(scope, receive, keep)
    return Answer(status=started[0]["status"], headers=decoded(started[0]["headers"]), body=bytes(said))


async def send_answer(answer: Answer, send: Send) -> None:
    """Say it; one that is cut ends before its announced length, so that the server closes the connection."""
    headers = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body, "more_body": answer.cut})


def fit(answer: Answer) -> Answer:
    """Say the length of an altered body, unless it is to break off."""
    if answer.cut:
        return answer
    size = str(len(answer.body))
    headers = tuple((k, size if k.lower() == "content-length" else v) for k, v in answer.headers)
    return msgspec.structs.replace(answer, headers=headers)


def decoded(headers: list[tuple[bytes, bytes]]) -> Headers:
    """Header fields as text."""
    return tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in headers)


def url_of(base: str, scope: Scope) -> str:
    """The address that was asked, under the space's own base."""
    query = scope["query_string"].decode("latin-1")
    return f"{base}{scope['raw_path'].decode('latin-1')}{'?' if query else ''}{query}"
