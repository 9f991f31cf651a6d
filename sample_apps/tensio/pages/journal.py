"""The diary: the measures of the signed-in person, and the form to add one."""

from __future__ import annotations

from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sample_apps.tensio.clock import PARIS, as_offset, now
from sample_apps.tensio.curve import curve
from sample_apps.tensio.forms import page_number, submitted, whole_number
from sample_apps.tensio.pages.signed_in import signed_in
from sample_apps.tensio.site import Site, site_of
from sample_apps.tensio.store.sessions import Session

PER_PAGE = 20
PULSE = range(25, 251)
"""What a cuff can show, in beats per minute; anything else is a slip of the pen."""
MAX_NOTE = 200


async def journal(request: Request, session: Session) -> Response:
    """The diary, newest first."""
    return _journal(request, session, page_number(request), {}, [])


def _journal(
    request: Request, session: Session, number: int, fields: dict[str, str], errors: list[str]
) -> Response:
    site = site_of(request)
    shown = site.measures.latest(session.account, PER_PAGE + 1, (number - 1) * PER_PAGE)
    if not shown and number > 1:
        raise HTTPException(404)
    entered = session.digest in site.entered
    site.entered.discard(session.digest)
    return site.page(
        request, "journal.html", site.build.reckoning.refused_status if errors else 200,
        measures=shown[:PER_PAGE], number=number, more=len(shown) > PER_PAGE, curve=curve(shown[:PER_PAGE]),
        errors=errors, fields=fields, entered=entered, moment=now().strftime("%Y-%m-%dT%H:%M"),
    )


async def add(request: Request, session: Session) -> Response:
    """Keeps a new measure, or shows the form again with what is wrong."""
    fields, site = await submitted(request), site_of(request)
    if not site.rights.consented_at(session.account):
        return site.page(request, "sans-accord.html", 409)
    systolic, diastolic = whole_number(fields.get("systolique", "")), whole_number(fields.get("diastolique", ""))
    pulse, taken_at = whole_number(fields.get("pouls", "")), _moment(fields.get("date", ""))
    errors = site.build.reckoning.slips(systolic, diastolic)
    errors += [name for name, wrong in (
        ("pulse", bool(fields.get("pouls")) and pulse not in PULSE),
        ("date", not taken_at),
        ("note", len(fields.get("note", "")) > MAX_NOTE),
    ) if wrong]
    if errors:
        return _journal(request, session, 1, fields, errors)
    site.entered.add(session.digest)
    site.measures.add(session.account, systolic, diastolic, pulse or None, taken_at, fields.get("note", ""))
    _write(site, session, fields.get("note", ""))
    return RedirectResponse("/journal", 303, {"Cache-Control": "no-store"})


def _write(site: Site, session: Session, note: str) -> None:
    """A letter about the measure, in a build that writes any."""
    if site.build.letter:
        site.postbox.letter(session.account.email, *site.build.letter(note))


def _moment(text: str) -> str:
    """A local time that is past, as RFC 3339 with an offset; empty for any other text (some browsers send seconds)."""
    try:
        local = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S" if text.count(":") == 2 else "%Y-%m-%dT%H:%M")
    except ValueError:
        return ""
    return as_offset(local) if local.year >= 2000 and local.replace(tzinfo=PARIS) <= now() else ""


ROUTES = [Route("/journal", signed_in(journal)), Route("/mesures", signed_in(add), methods=["POST"])]
