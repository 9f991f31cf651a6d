"""Faults of scripts that put into a page what people typed or what stands behind the # of its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.build import Build
from sample_apps.tensio.faults.watched import Inserting

Fault = Callable[[Build], None]
CSP = "Content-Security-Policy"
ADDRESS = "/suite.js"
FRAGMENT = "decodeURIComponent(location.hash.slice(1))"
NEWS = '<p id="suite"></p><script src="/suite.js"></script>'
NOTE = "note_for_script"


def _runs(build: Build, script: str, sources: str = "'self'") -> None:
    """Serves the script, and lets pages run it."""

    async def answer(_request: Request) -> Response:
        return Response(script, media_type="text/javascript; charset=utf-8")

    build.routes.append(Route(ADDRESS, answer))
    build.html_headers[CSP] += f"; script-src {sources}"


def _at_home(script: str, sources: str = "'self'") -> Fault:
    def fault(build: Build) -> None:
        _runs(build, script, sources)
        build.wrappers.append(lambda app: Inserting(app, "/", lambda _page: NEWS))

    return fault


def _note(script: str) -> Fault:
    def fault(build: Build) -> None:
        _runs(build, script)
        build.overlays.append(NOTE)

    return fault


FAULTS: Mapping[str, Fault] = {
    "fragment_as_markup": _at_home(f'document.getElementById("suite").innerHTML = {FRAGMENT};'),
    "fragment_as_code": _at_home(f"setTimeout({FRAGMENT});", "'self' 'unsafe-eval'"),
    "fragment_as_text": _at_home(f'document.getElementById("suite").textContent = {FRAGMENT};'),
    "note_built_as_markup": _note('const note = document.getElementById("note"); note.innerHTML = note.dataset.note;'),
    "note_built_as_text": _note('const note = document.getElementById("note"); note.textContent = note.dataset.note;'),
}
