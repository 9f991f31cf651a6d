"""Faults of what stands in addresses: notes, session and tokens, and harmless values that only look like them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sample_apps.tensio.build import Build
from sample_apps.tensio.forms import submitted
from sample_apps.tensio.pages import journal
from sample_apps.tensio.pages.signed_in import signed_in
from sample_apps.tensio.site import site_of
from sample_apps.tensio.store.sessions import Session

Fault = Callable[[Build], None]


def _after_adding(address: Callable[[Request, Session, str], str]) -> Fault:
    """Where a kept measure leads to, made from its note."""

    async def add(request: Request, session: Session) -> Response:
        note = (await submitted(request)).get("note", "")
        response = await journal.add(request, session)
        if response.status_code == 303:
            response.headers["Location"] = address(request, session, note)
        return response

    def fault(build: Build) -> None:
        build.routes.append(Route("/mesures", signed_in(add), methods=["POST"]))

    return fault


def _by_note(request: Request, session: Session, note: str) -> str:
    return f"/journal?note={quote(note, safe='')}"


def _by_coded_note(request: Request, session: Session, note: str) -> str:
    return f"/journal?filtre={base64.urlsafe_b64encode(f'note={note}'.encode()).decode().rstrip('=')}"


def _by_id(request: Request, session: Session, note: str) -> str:
    return f"/journal?fait=note&mesure={site_of(request).measures.latest(session.account, 1)[0].id}"


class _SessionInAddress:
    """Every answer that opens a session repeats its name in the address to which it sends the browser."""

    def __init__(self, app: ASGIApp, cookie: str) -> None:
        self._app = app
        self._cookie = f"{cookie}="

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [self._header(one, message["headers"]) for one in message["headers"]]
            await send(message)

        await self._app(scope, receive, changed)

    def _header(self, header: tuple[bytes, bytes], headers: list[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
        name, value = header
        opened = [one.decode().removeprefix(self._cookie).partition(";")[0] for key, one in headers
                  if key.lower() == b"set-cookie" and one.decode().startswith(self._cookie)]
        if name.lower() != b"location" or not opened or not opened[0]:
            return header
        return name, value + (b"&" if b"?" in value else b"?") + f"session={opened[0]}".encode()


def session_in_url(build: Build) -> None:
    """The name of the session stands in the address after signing in."""
    cookie = build.session_cookie.name
    build.wrappers.append(lambda app: _SessionInAddress(app, cookie))


def token_in_query(build: Build) -> None:
    """The access token also stands in the query of a search at the space."""

    def with_token(params: Mapping[str, Any], access_token: str) -> Mapping[str, Any]:
        return {**params, "access_token": access_token}

    build.pairing = replace(build.pairing, sent_query=with_token)


async def _search(request: Request, session: Session) -> Response:
    await submitted(request)
    return RedirectResponse("/journal", 303, {"Cache-Control": "no-store"})


def search_by_post(build: Build) -> None:
    """Notes are searched by a form whose words travel in the body."""
    build.overlays.append("search_by_post")
    build.routes.append(Route("/journal/recherche", signed_in(_search), methods=["POST"]))


def _pages(name: str) -> Fault:
    def fault(build: Build) -> None:
        build.overlays.append(name)

    return fault


FAULTS: dict[str, Fault] = {
    "note_in_redirect": _after_adding(_by_note),
    "note_coded_in_redirect": _after_adding(_by_coded_note),
    "note_in_link": _pages("note_in_link"),
    "session_in_url": session_in_url,
    "token_in_query": token_in_query,
    "form_token_in_link": _pages("form_token_in_link"),
    "id_in_redirect": _after_adding(_by_id),
    "search_by_post": search_by_post,
}
