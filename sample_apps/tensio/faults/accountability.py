"""Faults of what the publisher owes to people and authorities: the notice, lives of cookies, the security contact."""

from __future__ import annotations

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sample_apps.tensio.build import Build
from sample_apps.tensio.publisher import PUBLISHER

Fault = Callable[[Build], None]
CONTACT = "/.well-known/security.txt"


def _pages(name: str) -> Fault:
    def fault(build: Build) -> None:
        build.overlays.append(name)

    return fault


def _display_cookie(seconds: int) -> Fault:
    """The cookie of the display lives this long."""

    def wrap(app: ASGIApp) -> ASGIApp:
        async def changed(scope: Scope, receive: Receive, send: Send) -> None:
            async def sent(message: Message) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] = [(name, _living(value, seconds)) for name, value in message["headers"]]
                await send(message)

            await app(scope, receive, sent)

        return changed

    def fault(build: Build) -> None:
        build.wrappers.append(wrap)

    return fault


def _living(value: bytes, seconds: int) -> bytes:
    return value.replace(b"Max-Age=15552000", b"Max-Age=%d" % seconds)


def _security_txt(lines: str) -> Fault:
    async def answer(request: Request) -> Response:
        if not lines:
            raise HTTPException(404)
        return PlainTextResponse(f"Contact: mailto:{PUBLISHER.security_email}\n{lines}")

    def fault(build: Build) -> None:
        build.routes.append(Route(CONTACT, answer))

    return fault


FAULTS: dict[str, Fault] = {
    "notice_no_complaint": _pages("notice_no_complaint"),
    "retention_not_published": _pages("retention_not_published"),
    "display_cookie_three_years": _display_cookie(3 * 365 * 86_400),
    "display_cookie_one_month": _display_cookie(30 * 86_400),
    "security_txt_expired": _security_txt("Expires: 2026-01-31T12:00:00Z\nPreferred-Languages: fr\n"),
    "security_txt_undated": _security_txt("Preferred-Languages: fr, en\n"),
    "no_security_contact": _security_txt(""),
}
