"""Faults of what the publisher owes to people and authorities: the notice, lives of cookies, the security contact."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sample_apps.tensio.build import Build
from sample_apps.tensio.publisher import PUBLISHER

Fault = Callable[[Build], None]
CONTACT = "/.well-known/security.txt"


def _pages(name: str) -> Fault:
    def fault(build: Build) -> None:
        build.overlays.append(name)

    return fault


def _display_cookie(seconds: int) -> Fault:
    def change(headers: MutableHeaders) -> None:
        cookies = headers.getlist("set-cookie")
        del headers["set-cookie"]
        for cookie in cookies:
            headers.append("set-cookie", cookie.replace("Max-Age=15552000", f"Max-Age={seconds}"))

    def fault(build: Build) -> None:
        build.at_response.append(change)

    return fault


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
