"""Who looked: every call for the person's record, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from conformance.contract.measures import load_measures
from conformance.space.accesses import Trace, accesses_of
from conformance.space.forms import Form, personal
from conformance.space.pages import HOME, Language, language, page, word
from conformance.space.sessions import SignedIn

ACCESSES = f"{HOME}/acces"
_A_PAGE = 20


@personal
def who_looked(request: Request, who: SignedIn, form: Form | None) -> Response:
    """List the calls, the newest first, answered or refused."""
    asked = request.query_params.get("avant", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
    found = accesses_of(request.app.state.store, who.login, limit=_A_PAGE + 1, before=before)
    return page(
        request,
        "accesses.html",
        "accesses_title",
        here=ACCESSES,
        accesses=[_shown(request, one, language(request)) for one in found[:_A_PAGE]],
        newer=ACCESSES if before is not None else "",
        older=f"{ACCESSES}?avant={found[_A_PAGE - 1].number}" if len(found) > _A_PAGE else "",
    )


def _shown(request: Request, trace: Trace, lang: Language) -> dict[str, Any]:
    about = load_measures().find(trace.code) if trace.code else None
    did = "trace" if trace.kind == "AuditEvent" else trace.operation
    what = word(lang, f"looked_{did}", "looked_other")
    return {
        "who": request.app.state.services.name(trace.client_id),
        "at": int(datetime.fromisoformat(trace.recorded).timestamp()),
        "what": f"{what} ({about[0].title[lang].lower()})" if about else what,
        "granted": trace.granted,
        "why": "" if trace.granted else word(lang, f"why_{trace.error}", "why_other"),
    }
