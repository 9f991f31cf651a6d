"""Faults that only a browser sees: third parties on pages, what they are told, caching, barriers, weight."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from html import escape
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sample_apps.tensio.build import Build

Fault = Callable[[Build], None]
Snippet = Callable[[str], str]
"""What is put at the end of a page, given the page."""
PUBLIC, DIARY, ARTICLES = r"/", r"/journal", r"/articles"
NOTE = re.compile(r"canari-[\w-]+")
EMAIL = "alice@tensio.example"
GA = "_ga=GA1.2.1234567890.1767225600; Path=/; Max-Age=33696000; Secure; SameSite=Lax"


class Inserting:
    """Puts a snippet at the end of every HTML page whose path is ``paths``."""

    def __init__(self, app: ASGIApp, paths: str, snippet: Snippet) -> None:
        self._app = app
        self._paths = re.compile(paths)
        self._snippet = snippet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._paths.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def kept(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await self._finish(start, body, send)

        await self._app(scope, receive, kept)

    async def _finish(self, start: Message, body: bytes, send: Send) -> None:
        headers = MutableHeaders(raw=start["headers"])
        if headers.get("content-type", "").startswith("text/html"):
            page = body.decode()
            body = page.replace("</body>", f"{self._snippet(page)}</body>").encode()
            headers["content-length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})


def _inserting(paths: str, snippet: Snippet, host: str = "") -> Fault:
    """The snippet on these pages, whose policy then allows images of ``host``."""

    def fault(build: Build) -> None:
        policy = build.html_headers["Content-Security-Policy"]
        allowed = f"img-src 'self' https://{host}" if host else "img-src 'self'"
        build.html_headers["Content-Security-Policy"] = policy.replace("img-src 'self'", allowed)
        build.wrappers.append(lambda app: Inserting(app, paths, snippet))

    return fault


def _image(host: str, told: Snippet = lambda _page: "") -> Snippet:
    return lambda page: f'<img src="https://{host}/pixel.gif?dr={quote(told(page))}" alt="">'


def _note(page: str) -> str:
    found = NOTE.search(page)
    return found[0] if found else ""


def _hashed(_page: str) -> str:
    return hashlib.sha256(EMAIL.encode()).hexdigest()


def _measured_cookie(build: Build) -> None:
    """A first-party cookie of audience measurement with every page."""
    build.at_response.append(lambda headers: headers.append("Set-Cookie", GA))


def _caching(value: str) -> Fault:
    def fault(build: Build) -> None:
        def change(headers: MutableHeaders) -> None:
            if headers.get("cache-control") == "no-store":
                headers["Cache-Control"] = value

        build.at_response.append(change)

    return fault


def _style(tail: str) -> Fault:
    def fault(build: Build) -> None:
        build.stylesheet_tail += tail

    return fault


def _heavy(_page: str) -> str:
    """More text than a screen may weigh, where nobody looks for it."""
    return f"<p hidden>{escape('Une page trop lourde. ' * 110_000)}</p>"


def _uncompressed(build: Build) -> None:
    build.compresses = False


FAULTS: dict[str, Fault] = {
    "tracker_before_consent": _inserting(PUBLIC, _image("audience.example"), "audience.example"),
    "audience_cookie": _measured_cookie,
    "host_undeclared": _inserting(PUBLIC, _image("polices.example"), "polices.example"),
    "reports_undeclared": _inserting(DIARY, _image("incidents.example"), "incidents.example"),
    "host_of_hosting": _inserting(PUBLIC, _image("images.hebergeur.example"), "images.hebergeur.example"),
    "cname_cloaked_tracker": _inserting(PUBLIC, _image("statistiques.tensio.example"), "statistiques.tensio.example"),
    "cname_cloaked_reports": _inserting(DIARY, _image("incidents.tensio.example"), "incidents.tensio.example"),
    "cname_to_stranger": _inserting(PUBLIC, _image("medias.tensio.example"), "medias.tensio.example"),
    "cname_to_hoster": _inserting(PUBLIC, _image("images.tensio.example"), "images.tensio.example"),
    "note_to_helpdesk": _inserting(DIARY, _image("aide-en-ligne.example", _note), "aide-en-ligne.example"),
    "login_hashed_to_helpdesk": _inserting(DIARY, _image("aide-en-ligne.example", _hashed), "aide-en-ligne.example"),
    "note_to_hosting": _inserting(DIARY, _image("images.hebergeur.example", _note), "images.hebergeur.example"),
    "advertising_on_diary": _inserting(DIARY, _image("regie.example"), "regie.example"),
    "advertising_slot": _inserting(ARTICLES, lambda _page: '<img src="/static/div-gpt-ad.svg" alt="">'),
    "own_offer": _inserting(ARTICLES, lambda _page: '<img src="/static/carnet.svg?offre=1" alt="">'),
    "diary_cacheable": _caching("no-cache"),
    "diary_cached_privately": _caching("private, max-age=60"),
    "no_store_among_others": _caching("private, no-store, max-age=0"),
    "image_without_text": _inserting(PUBLIC, lambda _page: '<p><img src="/static/carnet.svg"></p>'),
    "pale_text": _style("\nmain p { color: #b8b8b8; background: #ffffff }\n"),
    "image_for_the_eye_alone": _inserting(PUBLIC, lambda _page: '<p><img src="/static/carnet.svg" alt=""></p>'),
    "pages_too_heavy": _inserting(r"/|/inscription|/connexion|/articles.*", _heavy),
    "assets_uncompressed": _uncompressed,
}
