"""Every answer carries the request's ``X-Request-ID``, or a new one, which the scope's state holds (``request_id``)."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.space.ids import new_id

_RIGHT = re.compile(r"[A-Za-z0-9._-]{1,128}", re.ASCII)


class RequestId:
    """ASGI middleware that echoes ``X-Request-ID``, if it is one that can be echoed safely."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _RIGHT.fullmatch(given) else new_id()
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        await self._app(scope, receive, send_with_id)
