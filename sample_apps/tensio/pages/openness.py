"""What the service is and is not, what it costs, who pays for it, and which interests its authors have."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.site import site_of

STATED = "1er octobre 2026"
# Every author and reviewer of the articles, with the role in which the statement was made. All are invented.
PEOPLE = (
    ("Dr Salomé Exemple", "autrice et relectrice, médecin généraliste"),
    ("Dr Yann Modèle", "auteur et relecteur, cardiologue"),
    ("Inès Fictive", "autrice, diététicienne-nutritionniste"),
    ("Nora Spécimen", "autrice, pharmacienne"),
    ("Louise Maquette", "autrice, sage-femme"),
    ("Pr Aline Gabarit", "relectrice indépendante, professeure de cardiologie"),
    ("Dr Omar Patron", "relecteur indépendant, médecin de santé publique"),
)


async def about(request: Request) -> Response:
    """What the service is, and is not."""
    return site_of(request).page(request, "a-propos.html")


async def funding(request: Request) -> Response:
    """Who pays, and the statements of interests."""
    return site_of(request).page(request, "financement.html", people=PEOPLE, stated=STATED)


ROUTES = [Route("/a-propos", about), Route("/financement", funding)]
