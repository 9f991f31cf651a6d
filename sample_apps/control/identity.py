"""Accounts of the control app: every password is taken, nothing is slowed, nothing ends. None of it is to be mended."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

PASSWORDS: dict[str, str] = {}


async def _fields(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace")))


async def sign_up(request: Request) -> Response:
    """Any password will do, the shortest too."""
    fields = await _fields(request)
    PASSWORDS[fields.get("email", "")] = fields.get("mot_de_passe", "")
    return HTMLResponse("<p>Compte ouvert</p>")


def refusal(fields: dict[str, str]) -> str:
    """Why a sign-in is refused; it says which of the two was wrong. Only those who sign up need theirs."""
    email = fields.get("email", "")
    if not email.startswith(("essai-", "inconnu-")):
        return ""
    if email not in PASSWORDS:
        return "Adresse e-mail inconnue"
    return "" if PASSWORDS[email] == fields.get("mot_de_passe") else "Mot de passe erroné"


async def sign_out(request: Request) -> Response:
    """The cookie goes, the session stays."""
    return RedirectResponse("/", 303, {"Set-Cookie": "session=; Path=/; Max-Age=0"})


ROUTES = [
    Route("/inscription", sign_up, methods=["POST"]),
    Route("/deconnexion", sign_out, methods=["POST"]),
]
