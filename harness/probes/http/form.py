"""Submits a declared form as a person would: the contact form, the request of a right."""

from __future__ import annotations

from criteria.facts.http.form_result import RESULT_KIND, FormResult
from criteria.observation import Look
from harness.errors import LookFailed
from harness.manifest.model import Manifest
from harness.net import Labels
from harness.probes.http.journey import Walker
from harness.probing import ProbeRoom

FORMS = ("contact_support", "rights_request")


def run(look: Look, room: ProbeRoom) -> None:
    """Walk the journey that the look names, anonymously (purpose ``form``).

    ``http.form_result`` says how it ended: ``accepted``, ``refused``, or ``form_missing`` when a page lacks a field
    that the journey needs. Raises ``LookFailed`` when nothing answers.
    """
    steps = room.journeys.get(look.target)
    if not steps:
        raise room.undriven(look.target)
    context = f"form:{look.target}"
    room.http.jar(context).clear()
    walked = Walker(room, look.target, Labels(context=context, purpose="form"), None, "record").walk(steps)
    room.observe(
        kind=RESULT_KIND,
        data=FormResult(
            journey=look.target,
            outcome=walked.outcome,
            step=walked.step,
            steps=len(steps),
            status=walked.last.status if walked.last else 0,
            url=walked.last.url if walked.last else "",
            detail=walked.detail,
        ),
        target=look.target,
    )
    if walked.outcome == "no_answer":
        raise LookFailed("gap.unreachable", host=room.base_url, detail=walked.detail)


def declared(manifest: Manifest) -> list[str]:
    """The forms that the manifest declares; the contact form at least, whose look then says what is missing."""
    known = {*manifest.journeys, *manifest.guided}
    return [name for name in FORMS if name in known] or [FORMS[0]]
