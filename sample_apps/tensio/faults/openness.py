"""Faults of what the service says of itself: its card, its price, its funders, its claims (``pages/<fault>/``)."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.build import Build
from sample_apps.tensio.site import site_of

Fault = Callable[[Build], None]


def _pages(name: str) -> Fault:
    def fault(build: Build) -> None:
        build.overlays.append(name)

    return fault


async def _checkout(request: Request) -> Response:
    return site_of(request).page(request, "abonnement.html")


def sold_after_all(build: Build) -> None:
    """A page sells what the card calls free."""
    build.overlays.append("sold_after_all")
    build.routes.append(Route("/abonnement", _checkout))


CHANGED_PAGES = (
    "card_quote_gone", "cuff_price_named", "funder_hidden", "text_changed_after_review", "dates_worded_otherwise",
    "claims_to_detect", "claims_to_dose", "claims_to_assess", "doctor_detects",
)
FAULTS: dict[str, Fault] = {**{name: _pages(name) for name in CHANGED_PAGES}, "sold_after_all": sold_after_all}
