"""Faults of what people may do with their own data. Changed pages lie in ``faults/pages/<fault>/``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.build import Build
from sample_apps.tensio.report import pdf_of
from sample_apps.tensio.takeout import Takeout, as_csv, as_fhir

Fault = Callable[[Build], None]


def _policy(**changes: Any) -> Fault:
    def fault(build: Build) -> None:
        build.rights = replace(build.rights, **changes)

    return fault


def _pages(name: str, **changes: Any) -> Fault:
    def fault(build: Build) -> None:
        build.overlays.append(name)
        _policy(**changes)(build)

    return fault


async def _gone(request: Request) -> Response:
    raise HTTPException(404)


def deletion_by_mail(build: Build) -> None:
    """Whoever wants to go has to write a letter."""
    build.overlays.append("deletion_by_mail")
    build.routes.append(Route("/compte/suppression", _gone, methods=["GET", "POST"]))


def withdrawal_by_mail(build: Build) -> None:
    """Whoever wants to take their consent back has to write a letter."""
    build.overlays.append("withdrawal_by_mail")
    build.routes.append(Route("/compte/accord", _gone, methods=["POST"]))


def _to_read(held: Takeout) -> tuple[str, bytes]:
    lines = (f"{one.taken_at} : {one.systolic} / {one.diastolic} {one.note}" for one in held.measures)
    return "application/pdf", pdf_of(tuple(lines))


def _bare(held: Takeout) -> Takeout:
    return replace(held, measures=[replace(one, note="") for one in held.measures])


def _unnamed(held: Takeout) -> tuple[str, bytes]:
    return "application/octet-stream", as_fhir(held)[1]


FAULTS: dict[str, Fault] = {
    "consent_preticked": _pages("consent_preticked"),
    "consent_with_terms": _pages("consent_with_terms"),
    "withdrawal_by_mail": withdrawal_by_mail,
    "withdrawal_stops_nothing": _policy(keeps_consent=True),
    "consent_names_notice": _pages("consent_names_notice"),
    "withdrawal_in_other_words": _pages("withdrawal_in_other_words"),
    "export_to_read_only": _policy(fhir=_to_read, table=_to_read),
    "export_without_notes": _policy(fhir=lambda held: as_fhir(_bare(held)), table=lambda held: as_csv(_bare(held))),
    "correction_lost": _policy(forgets_edits=True),
    "export_of_no_type": _policy(fhir=_unnamed),
    "deletion_by_mail": deletion_by_mail,
    "deletion_without_warning": _pages("deletion_without_warning"),
    "deletion_keeps_data": _policy(erases=False),
    "deletion_hidden_from_space": _policy(tells_space=False),
    "deletion_with_grace": _pages("deletion_with_grace", grace=True),
    "deletion_plain_words": _pages("deletion_plain_words"),
    "minors_let_in": _policy(youngest=0),
    "open_from_thirteen": _pages("open_from_thirteen", youngest=13),
    "article_on_relatives": _pages("article_on_relatives"),
    "minors_sent_away_403": _policy(refused_status=403),
    "phone_asked_undeclared": _pages("phone_asked_undeclared"),
    "hidden_technical_field": _pages("hidden_technical_field"),
}
