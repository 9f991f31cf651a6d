"""What the control app does with people's data: it asks for all at once, keeps it for ever, and shows it to anybody."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sample_apps.control.identity import remember

CANARY = "CONTROL-CANARY"
MOST_NOTES = 1000
NOTES: deque[str] = deque(maxlen=MOST_NOTES)
"""Every note that anybody ever entered."""
SIGN_UP = (
    '<form method="post" action="/inscription"><input name="email"><input name="mot_de_passe" type="password">'
    '<input name="naissance" type="date"><label>'
    '<input name="tout" type="checkbox" checked>J’accepte les CGU et le traitement de mes données de santé</label>'
    "<button>OK</button></form>"
)
REPORT = "%PDF-1.4\n% {canary}\n%%EOF\n"


def page(body: str, status: int = 200) -> Response:
    """A bare page."""
    return HTMLResponse(f"<!doctype html><html><head><title>Control</title></head><body>{body}</body></html>", status)


def kept() -> str:
    """Everybody's notes, and the way to the settings."""
    return "".join(f"<p>{note}</p>" for note in (CANARY, *NOTES)) + '<a href="/reglages">Réglages</a>'


def keep(fields: Mapping[str, str]) -> None:
    """Keeps the note of a form, whoever sends it."""
    note = fields.get("note", "")[:200]
    if note and "<" not in note:
        NOTES.append(note)


async def sign_up_form(request: Request) -> Response:
    """One box for everything, set beforehand; the date of birth is asked and never looked at."""
    return page(SIGN_UP)


async def sign_up(request: Request) -> Response:
    """Lets everybody in, with any password."""
    remember(dict(parse_qsl((await request.body()).decode("utf-8", "replace"))))
    cookie = f"session={secrets.token_urlsafe(24)}; Path=/"
    return RedirectResponse("/journal", 303, {"Set-Cookie": cookie})


async def settings(request: Request) -> Response:
    """Settings that lead nowhere."""
    return page("<p>Couleur du thème</p>")


async def withdrawal(request: Request) -> Response:
    """A withdrawal that no page leads to, and that changes nothing."""
    return page('<form method="post" action="/retrait"><button>OK</button></form>')


async def edit(request: Request) -> Response:
    """A correction is one note more."""
    keep(dict(parse_qsl((await request.body()).decode("utf-8", "replace"))))
    return page("<p>OK</p>")


async def export(request: Request) -> Response:
    """A document for reading only."""
    return Response(REPORT.format(canary=CANARY), media_type="application/pdf")


async def deletion(request: Request) -> Response:
    """No warning, and nothing is deleted."""
    return page('<form method="post" action="/suppression"><button>OK</button></form>')


ROUTES = [
    Route("/inscription", sign_up_form),
    Route("/inscription", sign_up, methods=["POST"]),
    Route("/reglages", settings),
    Route("/retrait", withdrawal, methods=["GET", "POST"]),
    Route("/mesures/corriger", edit, methods=["POST"]),
    Route("/export", export),
    Route("/suppression", deletion, methods=["GET", "POST"]),
]
