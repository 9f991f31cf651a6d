"""A front before an app: what it answers leaves in another hand, under other addresses."""

from __future__ import annotations

import gzip

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sample_apps.reshaping.addresses import inward, outward
from sample_apps.reshaping.page import reshape_css, reshape_html
from sample_apps.reshaping.shape import Shape

RESHAPED = {"text/html": reshape_html, "text/css": reshape_css, "application/xml": outward, "text/plain": outward}


class Front:
    """Reshapes pages and style sheets, compressed or not; everything else passes as it is."""

    def __init__(self, app: ASGIApp, seed: int) -> None:
        self._app = app
        self._shape = Shape(seed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def reshaped(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                whole = self._answer(MutableHeaders(raw=start["headers"]), body, scope["method"])
                await send(start)
                await send({"type": "http.response.body", "body": whole})

        path = inward(scope["path"], self._shape)
        await self._app({**scope, "path": path, "raw_path": path.encode()}, receive, reshaped)

    def _answer(self, headers: MutableHeaders, body: bytes, method: str) -> bytes:
        """The body to send; the headers are changed in place."""
        if "location" in headers:
            headers["location"] = outward(headers["location"], self._shape)
        change = RESHAPED.get(headers.get("content-type", "").partition(";")[0])
        if change is None or not body or method == "HEAD":
            return body
        packed = headers.get("content-encoding") == "gzip"
        text = (gzip.decompress(body) if packed else body).decode()
        whole = change(text, self._shape).encode()
        whole = gzip.compress(whole, mtime=0) if packed else whole
        headers["content-length"] = str(len(whole))
        return whole
