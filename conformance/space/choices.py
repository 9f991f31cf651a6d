"""The consent screen: one box for each purpose and action, none ticked beforehand (GDPR, recital 32)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from conformance.contract.measures import load_measures
from conformance.space.pages import Language, language, own_address, page
from conformance.space.purposes import ACTIONS, Box, Exchange, boxes
from conformance.space.services import Service
from conformance.space.sessions import SignedIn


def show_choices(
    request: Request,
    service: Service,
    who: SignedIn,
    actions: tuple[str, ...] = ACTIONS,
    *,
    template: str = "consent.html",
    title: str = "consent_title",
    alert: str = "",
    **values: object,
) -> Response:
    """Show what a service wants to exchange, purpose by purpose, for the person to choose."""
    return page(
        request,
        template,
        title,
        400 if alert else 200,
        title_values={"client": service.name},
        client=service.name,
        name=who.name,
        action=own_address(request),
        groups=groups(service, actions, language(request)),
        alert=alert,
        **values,
    )


def chosen(service: Service, actions: tuple[str, ...], form: Mapping[str, str]) -> list[Box]:
    """Return what the person ticked of what is declared and asked for."""
    return [box for box in boxes(service.purposes, actions) if form.get(box.name) == "yes"]


def groups(service: Service, actions: tuple[str, ...], lang: Language) -> list[dict[str, Any]]:
    """Return the purposes with their boxes, for a template."""
    found: list[dict[str, Any]] = []
    for purpose in service.purposes:
        mine = list(boxes((purpose,), actions))
        if mine:
            shown = [
                {"name": box.name, "action": box.exchange.action, "measures": measures_of(box.exchange, lang)}
                for box in mine
            ]
            words = {"label": purpose.label[lang], "description": purpose.description[lang]}
            found.append(words | {"code": purpose.code, "boxes": shown})
    return found


def measures_of(exchange: Exchange, lang: Language) -> list[str]:
    """Return the names of the measures that an exchange is about; none when it is about all."""
    named = {measure.id: measure.title[lang] for measure in load_measures().measures}
    return [named[one] for one in exchange.categories]
