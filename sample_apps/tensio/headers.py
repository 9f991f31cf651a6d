"""Security headers, and the one gate through which every answer leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sample_apps.tensio.bodies import MAX_BODY, MAX_UPLOAD, UPLOADS, bounded

METHODS = ("GET", "HEAD", "POST")
TWO_YEARS = 63_072_000


def sound_headers(space_origin: str) -> dict[str, str]:
    """Headers of every HTML response.

    ``form-action`` names the space too, since browsers hold the redirect that follows a form to it (CSP Level 3).
    """
    policy = {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": f"'self' {space_origin}".strip(),
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Strict-Transport-Security": f"max-age={TWO_YEARS}; includeSubDomains",
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }


# What also goes on answers that are no HTML (JSON, style sheets, images, redirects).
ON_EVERY_ANSWER = ("Strict-Transport-Security", "X-Content-Type-Options")


class Gate:
    """Adds the headers and bounds request bodies (64 KiB; 6 MiB where files come in)."""

    def __init__(
        self, app: ASGIApp, html: Mapping[str, str], at_response: Sequence[Callable[[MutableHeaders], None]]
    ) -> None:
        self._app = app
        self._html = html
        self._other = {name: html[name] for name in ON_EVERY_ANSWER if name in html}
        self._at_response = at_response

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] not in METHODS:
            # Also TRACE, which would give a request's own headers back (RFC 9110 section 9.3.8).
            await PlainTextResponse("Méthode refusée.\n", 405, {"Allow": ", ".join(METHODS), **self._other})(
                scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(raw=message["headers"]))
            await send(message)

        limit = MAX_UPLOAD if scope["path"] in UPLOADS else MAX_BODY
        await self._app(scope, bounded(receive, limit), send_with_headers)

    def _add(self, headers: MutableHeaders) -> None:
        is_html = headers.get("content-type", "").startswith("text/html")
        for name, value in (self._html if is_html else self._other).items():
            headers.setdefault(name, value)
        if is_html:
            for change in self._at_response:
                change(headers)
