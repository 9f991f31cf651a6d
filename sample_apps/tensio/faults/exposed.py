"""Faults that expose what production must not show, and two look-alikes that expose nothing."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sample_apps.tensio.build import Build
from sample_apps.tensio.site import site_of

ENVIRONMENT_FILE = "APP_ENV=production\nDB_HOST=127.0.0.1\nDB_USERNAME=tensio\nDB_PASSWORD={secret}\n"
GIT_FILES = {
    "HEAD": "ref: refs/heads/main\n",
    "config": "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n",
}


def invented_secret(purpose: str, alphabet: str, length: int) -> str:
    """A text that looks like a secret and opens nothing; the same at every start."""
    digest = hashlib.sha512(f"tensio {purpose}".encode()).digest()
    return "".join(alphabet[byte % len(alphabet)] for byte in digest[:length])


def git_exposed(build: Build) -> None:
    """The repository's folder is served."""
    for name, text in GIT_FILES.items():
        build.routes.append(Route(f"/.git/{name}", _text(text)))


def env_exposed(build: Build) -> None:
    """The environment file is served."""
    secret = invented_secret("database", "abcdefghijkmnpqrstuvwxyz23456789", 24)
    build.routes.append(Route("/.env", _text(ENVIRONMENT_FILE.format(secret=secret))))


def debug_endpoint(build: Build) -> None:
    """A management interface answers without credentials."""
    secret = invented_secret("database", "abcdefghijkmnpqrstuvwxyz23456789", 24)
    properties = {"systemEnvironment": {"DB_PASSWORD": {"value": secret}, "JAVA_HOME": {"value": "/opt/java"}}}
    sources = [{"name": name, "properties": values} for name, values in properties.items()]
    links = {name: {"href": f"/actuator/{name}", "templated": False} for name in ("health", "env")}
    build.routes += [
        Route("/actuator", _json({"_links": links})),
        Route("/actuator/health", _json({"status": "UP"})),
        Route("/actuator/env", _json({"activeProfiles": ["prod"], "propertySources": sources})),
    ]


def directory_listing(build: Build) -> None:
    """Folders list their files."""
    page = (
        "<!DOCTYPE HTML><html><head><title>Index of {path}</title></head><body><h1>Index of {path}</h1><hr><pre>"
        '<a href="../">../</a>\n<a href="sauvegarde-2026-10.tar">sauvegarde-2026-10.tar</a>   04-Oct-2026 02:10   18M\n'
        '<a href="tensio.css">tensio.css</a>   01-Oct-2026 09:00   7K\n</pre><hr></body></html>'
    )
    for path in ("/static/", "/uploads/", "/backup/"):
        build.routes.append(Route(path, _html(page.format(path=path))))


def secret_in_asset(build: Build) -> None:
    """A cloud access key was left in a comment of the style sheet."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    key = "AK" + "IA" + invented_secret("key id", letters, 16)
    secret = invented_secret("key", letters + letters.lower() + "+/", 40)
    build.stylesheet_tail = f"\n/* deploy: aws_access_key_id={key} aws_secret_access_key={secret} */\n"


def stack_trace(build: Build) -> None:
    """A malformed page number is answered with the interpreter's own account of it."""

    def wrap(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            page = QueryParams(scope.get("query_string", b"")).get("page", "1")
            try:
                int(page)
            except ValueError:
                await PlainTextResponse(traceback.format_exc(), 500)(scope, receive, send)
            else:
                await app(scope, receive, send)

        return answer

    build.wrappers.append(wrap)


def soft_404(build: Build) -> None:
    """Unknown addresses get a friendly page with status 200 that quotes the address."""
    build.not_found_status = 200
    build.overlays.append("soft_404")


async def _friendly_page(request: Request) -> Response:
    return site_of(request).page(request, "accueil.html", articles=())


def git_lookalike(build: Build) -> None:
    """``/.git/HEAD`` is answered with the home page, as some single-page hosts do."""
    build.routes.append(Route("/.git/{rest:path}", _friendly_page))


def _text(text: str) -> Callable[[Request], Response]:
    return lambda request: PlainTextResponse(text)


def _html(text: str) -> Callable[[Request], Response]:
    return lambda request: HTMLResponse(text)


def _json(value: object) -> Callable[[Request], Response]:
    return lambda request: JSONResponse(value)


FAULTS: dict[str, Callable[[Build], None]] = {
    fault.__name__: fault
    for fault in (
        git_exposed, env_exposed, debug_endpoint, directory_listing, secret_in_asset, stack_trace,
        soft_404, git_lookalike,
    )
}
