"""Accounts of the control app: every password is taken, nothing is slowed, nothing ends. None of it is to be mended."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

PASSWORDS: dict[str, str] = {}


def remember(fields: Mapping[str, str]) -> None:
    """Any password will do, the shortest too."""
    PASSWORDS[fields.get("email", "")] = fields.get("mot_de_passe", "")


def refusal(fields: Mapping[str, str]) -> str:
    """Why a sign-in is refused; it says which of the two was wrong. Only those who sign up need theirs."""
    email = fields.get("email", "")
    if not email.startswith(("nouveau-", "inconnu-")):
        return ""
    if email not in PASSWORDS:
        return "Adresse e-mail inconnue"
    return "" if PASSWORDS[email] == fields.get("mot_de_passe") else "Mot de passe erroné"


async def sign_out(request: Request) -> Response:
    """The cookie goes, the session stays."""
    return RedirectResponse("/", 303, {"Set-Cookie": "session=; Path=/; Max-Age=0"})


ROUTES = [Route("/deconnexion", sign_out, methods=["POST"])]
