"""The person's own space: home and my measures."""

from __future__ import annotations

from urllib.parse import urlencode

from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import Response

from conformance.contract.measures import load_measures
from conformance.space.forms import Form, personal
from conformance.space.measure_words import describe
from conformance.space.pages import HOME, language, page
from conformance.space.sessions import SignedIn
from conformance.space.store import Store
from conformance.space.tables import ObservationRow

MEASURES = f"{HOME}/mesures"
_A_PAGE = 20


@personal
def home(request: Request, who: SignedIn, form: Form | None) -> Response:
    """Show the way to everything, and what waits for the person."""
    state = request.app.state
    services = [state.services.get(row.client_id) for row in state.pairings.of(who.login)]
    waiting = [one.name for one in services if one and state.consents.approval(one, who.login)]
    return page(
        request,
        "home.html",
        "home_title",
        here=HOME,
        name=who.name,
        waiting=waiting,
        services=len(services),
        measures=_count(state.store, who.login),
    )


@personal
def my_measures(request: Request, who: SignedIn, form: Form | None) -> Response:
    """List the person's measures, the newest first, of one kind or of all."""
    lang, number = language(request), _page_number(request)
    kind = request.query_params.get("mesure", "")
    codes = [one.code for measure in load_measures().measures if measure.id == kind for one in measure.indicators]
    wanted = (ObservationRow.login == who.login) & ObservationRow.withdrawn.is_(None)
    if codes:
        wanted &= ObservationRow.code.in_(codes)
    newest = (ObservationRow.effective_from.desc(), ObservationRow.number.desc())
    with request.app.state.store.look() as session:
        found = session.scalars(
            select(ObservationRow).where(wanted).order_by(*newest).offset(number * _A_PAGE).limit(_A_PAGE + 1)
        ).all()
    rows = [(describe(row, lang), request.app.state.services.name(row.client_id)) for row in found[:_A_PAGE]]
    return page(
        request,
        "measures.html",
        "measures_title",
        here=MEASURES,
        kinds=[(one.id, one.title[lang]) for one in load_measures().measures],
        kind=kind if codes else "",
        measures=rows,
        newer=_address(kind if codes else "", number - 1) if number else "",
        older=_address(kind if codes else "", number + 1) if len(found) > _A_PAGE else "",
    )


def _count(store: Store, login: str) -> int:
    mine = (ObservationRow.login == login) & ObservationRow.withdrawn.is_(None)
    with store.look() as session:
        return session.scalar(select(func.count()).select_from(ObservationRow).where(mine)) or 0


def _page_number(request: Request) -> int:
    asked = request.query_params.get("page", "")
    return int(asked) - 1 if asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked) else 0


def _address(kind: str, number: int) -> str:
    """The address of a page of measures; ``number`` counts from 0."""
    return f"{MEASURES}?{urlencode({'mesure': kind, 'page': number + 1} if kind else {'page': number + 1})}"
