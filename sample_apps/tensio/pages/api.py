"""The interface for other apps of the person: measures as JSON, by session or by a token of an hour."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sample_apps.tensio.clock import now
from sample_apps.tensio.pages.journal import MAX_NOTE, PULSE
from sample_apps.tensio.reckoning import DIASTOLIC, SYSTOLIC
from sample_apps.tensio.site import site_of
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.measures import Measure

DESCRIPTION = json.loads(Path(__file__).with_name("openapi.json").read_text("utf-8"))
MOST = 100
Handler = Callable[[Request, Account], Awaitable[Response]]


def _json(content: Any, status: int = 200) -> Response:
    return JSONResponse(content, status, headers={"Cache-Control": "no-store"})


def _error(status: int, words: str) -> Response:
    return _json({"erreur": words}, status)


def for_account(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Gives the handler the person whose session or token the request bears, or answers 401."""

    async def answer(request: Request) -> Response:
        account = _account(request)
        if account is None:
            return _error(401, "Identifiez-vous.")
        return await handler(request, account)

    return answer


def _account(request: Request) -> Account | None:
    site = site_of(request)
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return site.accounts.find(site.build.objects.owner_of_token(site.key, token))
    return site.visitor(request).account


async def _body(request: Request) -> dict[str, Any] | None:
    """The JSON object of a request; ``None`` for anything else (other sites' forms cannot send this type)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return None
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


async def description(request: Request) -> Response:
    """The interface as an OpenAPI document."""
    return JSONResponse(DESCRIPTION, headers={"Cache-Control": "public, max-age=300"})


async def token(request: Request) -> Response:
    """A token for the signed-in person (a session only: a token does not make another)."""
    site = site_of(request)
    account = site.visitor(request).account
    if account is None or await _body(request) is None:
        return _error(401 if account is None else 415, "Identifiez-vous.")
    return _json({"jeton": site.key.token_for(account.email)}, 201)


async def measures(request: Request, account: Account) -> Response:
    """The latest measures."""
    asked = request.query_params.get("limite", "20")
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:5]) <= MOST):
        return _error(422, "limite : un nombre entier de 1 à 100.")
    return _json({"mesures": [_shown(one) for one in site_of(request).measures.latest(account, int(asked))]})


async def add(request: Request, account: Account) -> Response:
    """A new measure."""
    if not site_of(request).rights.consented_at(account):
        return _error(409, "Accord retiré.")
    given = await _body(request) or {}
    systolic, diastolic, pulse = (given.get(name) for name in ("systolique", "diastolique", "pouls"))
    taken_at, note = _moment(given.get("date")), given.get("note", "")
    sound = _in(systolic, SYSTOLIC) and _in(diastolic, DIASTOLIC) and (pulse is None or _in(pulse, PULSE))
    if not sound or not taken_at or not _is_note(note) or systolic <= diastolic:  # type: ignore[operator]
        return _error(422, "Mesure impossible.")
    kept = site_of(request).measures
    kept.add(account, systolic, diastolic, pulse, taken_at, note)  # type: ignore[arg-type]
    return _json({"mesures": [_shown(one) for one in kept.latest(account, 1)]}, 201)


async def measure(request: Request, account: Account) -> Response:
    """One measure."""
    found = _found(request, account)
    return _json(_shown(found)) if found else _error(404, "Mesure inconnue.")


async def annotate(request: Request, account: Account) -> Response:
    """Another note for a measure."""
    given = await _body(request)
    note = given.get("note") if given else None
    found = _found(request, account)
    if found is None:
        return _error(404, "Mesure inconnue.")
    if not _is_note(note):
        return _error(422, "note : un texte de 200 caractères au plus.")
    site_of(request).measures.annotate(found, str(note))
    return _json({"id": found.id, "note": note})


def _found(request: Request, account: Account) -> Measure | None:
    site = site_of(request)
    return site.build.objects.by_interface(site.measures, account, request.path_params["measure_id"])


def _shown(one: Measure) -> dict[str, Any]:
    return {
        "id": one.id, "date": one.taken_at, "systolique": one.systolic, "diastolique": one.diastolic,
        "pouls": one.pulse, "note": one.note,
    }


def _in(value: object, bounds: range) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in bounds


def _is_note(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_NOTE


def _moment(value: object) -> str:
    """A past moment with its offset, as it is kept; empty for anything else."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return ""
    if moment is None or moment.tzinfo is None or not 2000 <= moment.year < 9999 or moment > now():
        return ""
    return moment.isoformat(timespec="seconds")


ROUTES = [
    Route("/api/openapi.json", description),
    Route("/api/v1/jeton", token, methods=["POST"]),
    Route("/api/v1/mesures", for_account(measures)),
    Route("/api/v1/mesures", for_account(add), methods=["POST"]),
    Route("/api/v1/mesures/{measure_id}", for_account(measure)),
    Route("/api/v1/mesures/{measure_id}/note", for_account(annotate), methods=["POST"]),
]
