"""Pages that anyone may read: home, articles, legal texts, help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.articles import ARTICLES, BY_SLUG
from sample_apps.tensio.forms import page_number
from sample_apps.tensio.site import site_of

PLAIN = {
    "/": "accueil.html",
    "/confidentialite": "confidentialite.html",
    "/mentions-legales": "mentions-legales.html",
    "/aide": "aide.html",
    "/accessibilite": "accessibilite.html",
    "/ecoconception": "ecoconception.html",
}
ARTICLES_PER_PAGE = 10


def _plain(template: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return site_of(request).page(request, template, articles=ARTICLES)

    return answer


async def articles(request: Request) -> Response:
    """The list of articles."""
    number = page_number(request)
    shown = ARTICLES[(number - 1) * ARTICLES_PER_PAGE : number * ARTICLES_PER_PAGE]
    if not shown:
        raise HTTPException(404)
    return site_of(request).page(request, "articles.html", articles=shown)


async def article(request: Request) -> Response:
    """One article."""
    found = BY_SLUG.get(request.path_params["slug"])
    if found is None:
        raise HTTPException(404)
    return site_of(request).page(request, f"articles/{found.slug}.html", article=found)


ROUTES = [
    *(Route(path, _plain(template)) for path, template in PLAIN.items()),
    Route("/articles", articles),
    Route("/articles/{slug}", article),
]
