"""Connected services: what the person allows to each, withdrawn purpose by purpose, approved again, disconnected."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from conformance.space.choices import chosen, measures_of, show_choices
from conformance.space.forms import Form, personal
from conformance.space.pages import HOME, Language, language, page
from conformance.space.purposes import ACTIONS, Purpose, boxes
from conformance.space.services import Service
from conformance.space.sessions import SignedIn
from conformance.space.tables_consent import ConsentRow

SERVICES, SERVICE, APPROVE = f"{HOME}/services", f"{HOME}/service", f"{HOME}/accord"


@personal
def connected_services(request: Request, who: SignedIn, form: Form | None) -> Response:
    """List the services that the person is paired with."""
    state = request.app.state
    mine = [(state.services.get(row.client_id), row.began) for row in state.pairings.of(who.login)]
    shown = [_shown(request, who, service, began) for service, began in mine if service]
    return page(request, "services.html", "services_title", here=SERVICES, services=shown, done=_done(request))


@personal
def connected_service(request: Request, who: SignedIn, form: Form | None) -> Response:
    """Show one service; withdraw a consent, or disconnect it."""
    found = _found(request, who)
    if found is None:
        return RedirectResponse(SERVICES, 303)
    service, began = found
    if form is None:
        shown = _shown(request, who, service, began)
        return page(
            request,
            "service.html",
            "service_title",
            title_values={"client": service.name},
            here=SERVICES,
            action=shown["address"],
            done=_done(request),
            **shown,
        )
    consents = request.app.state.consents
    if form.get("decision") == "disconnect":
        consents.disconnect(service.client_id, who.login)
        return RedirectResponse(f"{SERVICES}?fait=disconnected", 303)
    # A button carries both: without a script, a form has one button pressed.
    purpose, _, action = form.get("withdraw", "").rpartition(".")
    consents.withdraw(service.client_id, who.login, purpose, action)
    return RedirectResponse(f"{_address(SERVICE, service)}&fait=withdrawn", 303)


@personal
def approve_again(request: Request, who: SignedIn, form: Form | None) -> Response:
    """Show what a service declares now, for the person to choose anew."""
    found = _found(request, who)
    if found is None:
        return RedirectResponse(SERVICES, 303)
    service, _ = found
    back = _address(SERVICE, service)
    ticked = chosen(service, ACTIONS, form or {})
    if form is None or not ticked:
        alert = "" if form is None else "choose_or_disconnect"
        return show_choices(
            request, service, who, template="approve.html", title="approve_title", alert=alert, here=SERVICES, back=back
        )
    request.app.state.consents.give(service, who.login, ticked)
    return RedirectResponse(f"{back}&fait=approved", 303)


def _found(request: Request, who: SignedIn) -> tuple[Service, int] | None:
    """The service of the address, if the person is paired with it, and since when."""
    client_id = request.query_params.get("client", "")
    pairing, service = request.app.state.pairings.live(client_id, who.login), request.app.state.services.get(client_id)
    return (service, pairing.began) if pairing and service else None


def _address(place: str, service: Service) -> str:
    return f"{place}?{urlencode({'client': service.client_id})}"


def _done(request: Request) -> str:
    """What was just done, to be said at the top of the page."""
    told = request.query_params.get("fait", "")
    return told if told in ("disconnected", "withdrawn", "approved") else ""


def _shown(request: Request, who: SignedIn, service: Service, began: int) -> dict[str, Any]:
    lang, consents = language(request), request.app.state.consents
    given = {(row.purpose, row.action): row for row in consents.of(service, who.login)}
    approval = consents.approval(service, who.login)
    return {
        "client": service.name,
        "address": _address(SERVICE, service),
        "approve": _address(APPROVE, service),
        "began": began,
        "state": service.state,
        "state_title": service.rule.title[lang],
        "approval": approval,
        "overdue": approval is not None and approval.passed(request.app.state.store.now()),
        "purposes": [_purpose(one, given, lang) for one in service.purposes],
        "count": len(given),
    }


def _purpose(purpose: Purpose, given: dict[tuple[str, str], ConsentRow], lang: Language) -> dict[str, Any]:
    """One purpose with its exchanges: allowed since when, or not allowed (``given`` is ``None``)."""
    exchanges = [
        {
            "action": box.exchange.action,
            "measures": measures_of(box.exchange, lang),
            "given": given[key].given if (key := (purpose.code, box.exchange.action)) in given else None,
            "value": f"{purpose.code}.{box.exchange.action}",
        }
        for box in boxes((purpose,))
    ]
    return {"label": purpose.label[lang], "description": purpose.description[lang], "exchanges": exchanges}
