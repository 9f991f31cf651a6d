"""Who may talk to the console: a page of its own, by its own name, from this machine's browser."""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.lab.console.words import LANGUAGES, say

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    # Not "no-referrer": browsers would then send the Origin "null" with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Refuses another Host (DNS rebinding) and a change asked from another origin (RFC 6454; Fetch Metadata)."""

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self._app = app
        parts = urlsplit(base_url)
        self._hosts = frozenset((f"127.0.0.1:{parts.port}", f"localhost:{parts.port}", parts.netloc))
        self._scheme = parts.scheme

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse; every answer bears the same protective headers."""
        if scope["type"] != "http":
            return

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(raw=message["headers"]).update(_HEADERS)
            await send(message)

        refused = self._refused(scope["method"], Headers(scope=scope))
        await (refused or self._app)(scope, receive, protected)

    def _refused(self, method: str, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if headers.getlist("host") != [host] or host not in self._hosts:
            return _sentence("host_refused", 421)
        if method in ("GET", "HEAD"):
            return None
        site = headers.get("sec-fetch-site", "same-origin")
        if headers.get("origin") != f"{self._scheme}://{host}" or site != "same-origin":
            return _sentence("origin_refused", 403)
        return None


class FormToken:
    """A secret that stands in the console's own forms, and in no other page's."""

    def __init__(self) -> None:
        self.value = secrets.token_urlsafe(32)

    def right(self, sent: str) -> bool:
        """Whether a form was made here."""
        return hmac.compare_digest(self.value.encode(), sent.encode())


def _sentence(key: str, status: int) -> Response:
    return PlainTextResponse("\n".join(say(lang, key) for lang in LANGUAGES), status)
