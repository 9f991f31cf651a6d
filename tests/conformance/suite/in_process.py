"""Calling a space in this process: what the suite sends reaches its application without a socket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPMessage
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from anyio.from_thread import BlockingPortal, start_blocking_portal
from requests.adapters import HTTPAdapter
from starlette.types import ASGIApp, Message
from urllib3 import HTTPHeaderDict, HTTPResponse


class InProcess(HTTPAdapter):
    """An adapter of ``requests`` that calls an ASGI application."""

    def __init__(self, app: ASGIApp, portal: BlockingPortal) -> None:
        super().__init__()
        self._app, self._portal = app, portal

    def send(self, request: requests.PreparedRequest, *_args: Any, **_options: Any) -> requests.Response:
        answer = self._portal.call(self._exchange, request)
        return self.build_response(request, answer)

    async def _exchange(self, request: requests.PreparedRequest) -> HTTPResponse:
        parts = urlsplit(request.url or "")
        body = request.body.encode() if isinstance(request.body, str) else bytes(request.body or b"")
        host = [("host", parts.netloc)]
        told = [*host, *request.headers.items()]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "https",
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(_raw(name).lower(), _raw(value)) for name, value in told],
            "client": ("127.0.0.1", 1),
            "server": (parts.hostname, parts.port),
        }
        asked: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        answered: list[Message] = []

        async def receive() -> Message:
            return asked.pop() if asked else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            answered.append(message)

        await self._app(scope, receive, send)
        return _answer(answered)


@contextmanager
def in_process(app: ASGIApp) -> Iterator[InProcess]:
    """An adapter that calls ``app``, while the block lasts."""
    with start_blocking_portal() as portal:
        yield InProcess(app, portal)


def _answer(messages: list[Message]) -> HTTPResponse:
    headers, message = HTTPHeaderDict(), HTTPMessage()
    for name, value in messages[0]["headers"]:
        headers.add(name.decode(), value.decode("latin-1"))
        message.add_header(name.decode(), value.decode("latin-1"))
    body = b"".join(one.get("body", b"") for one in messages[1:])
    original: Any = SimpleNamespace(msg=message, isclosed=lambda: True)  # where cookies are read from
    status = messages[0]["status"]
    return HTTPResponse(BytesIO(body), headers, status, original_response=original, preload_content=False)


def _raw(value: str | bytes) -> bytes:
    return value.encode("latin-1") if isinstance(value, str) else value
