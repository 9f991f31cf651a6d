"""Faults of the health articles, of the assistant and of what is said of care; their pages lie in ``faults/pages``."""

from __future__ import annotations

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.build import Build

Fault = Callable[[Build], None]


def _pages(name: str) -> Fault:
    def fault(build: Build) -> None:
        build.overlays.append(name)

    return fault


async def _gone(request: Request) -> Response:
    raise HTTPException(404)


def ai_explanation_gone(build: Build) -> None:
    """The page that explains the assistant answers 404."""
    build.routes.append(Route("/assistant/fonctionnement", _gone))


CHANGED_PAGES = (
    "articles_unsigned", "authors_unqualified", "byline_at_the_end", "signed_by_institution",
    "articles_undated", "articles_stale", "dates_a_week_apart", "month_of_review",
    "articles_unsourced", "dead_sources", "sources_behind_a_gate", "sources_in_words",
    "critical_praised", "critical_called_normal", "critical_warned",
    "no_deaf_number", "no_complement", "numbers_as_links",
    "ai_unannounced", "ai_unexplained", "ai_widget", "ai_in_prose", "ai_in_other_words",
)
FAULTS: dict[str, Fault] = {
    **{name: _pages(name) for name in CHANGED_PAGES}, "ai_explanation_gone": ai_explanation_gone,
}
