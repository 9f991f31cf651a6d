"""Faults of what the pages say, and of the forms that people send. Changed pages lie in ``faults/pages/<fault>/``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.build import Build
from sample_apps.tensio.forms import submitted
from sample_apps.tensio.pages.contact import CATEGORIES, RIGHTS
from sample_apps.tensio.pages.signed_in import signed_in
from sample_apps.tensio.site import site_of
from sample_apps.tensio.store.sessions import Session

Fault = Callable[[Build], None]


def _pages(name: str) -> Fault:
    def fault(build: Build) -> None:
        build.overlays.append(name)

    return fault


async def _gone(request: Request) -> Response:
    raise HTTPException(404)


async def _notice_for_members(request: Request, session: Session) -> Response:
    return site_of(request).page(request, "confidentialite.html")


def _refusing(template: str, categories: dict[str, str]) -> Callable[[Request], Awaitable[Response]]:
    async def refuse(request: Request) -> Response:
        fields = await submitted(request)
        site = site_of(request)
        return site.page(request, template, 422, categories=categories, errors=["message"], fields=fields)

    return refuse


def notice_missing(build: Build) -> None:
    """There is no privacy notice, and no link to one."""
    build.overlays.append("notice_missing")
    build.routes.append(Route("/confidentialite", _gone))


def notice_behind_login(build: Build) -> None:
    """The privacy notice is shown to signed-in people only."""
    build.routes.append(Route("/confidentialite", signed_in(_notice_for_members)))


def contact_form_broken(build: Build) -> None:
    """The contact form refuses every message."""
    build.routes.append(Route("/contact", _refusing("contact.html", CATEGORIES), methods=["POST"]))


def rights_form_broken(build: Build) -> None:
    """The rights form refuses every request."""
    build.routes.append(Route("/droits", _refusing("droits.html", RIGHTS), methods=["POST"]))


def no_rights_channel(build: Build) -> None:
    """Rights can be used from inside an account only."""
    build.overlays.append("no_rights_channel")
    build.routes.append(Route("/droits", _gone))


CHANGED_PAGES = (
    "notice_in_english", "dpo_contact_differs", "legal_no_director", "legal_no_host", "legal_bad_siren", "no_help_link"
)
FAULTS: dict[str, Fault] = {
    **{name: _pages(name) for name in CHANGED_PAGES},
    **{
        fault.__name__: fault
        for fault in (notice_missing, notice_behind_login, contact_form_broken, rights_form_broken, no_rights_channel)
    },
}
