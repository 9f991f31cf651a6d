"""Whether a form of the service accepts a sound message, where there is one (GDP-03, CON-01)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.candidate import Candidate
from criteria.check import Note, Seen, note
from criteria.facts.html import Page
from criteria.facts.http.form_result import FormResult
from criteria.http_answers import HELD_BACK

TURNED_AWAY = (403, *HELD_BACK)
"""Answers that may be meant for the instrument (a filter, a busy server) and say nothing of the form."""


def takes_messages(page: Page) -> bool:
    """Whether the page holds a form in which a person can write a message."""
    return any(form.method == "POST" and any(one.type == "textarea" for one in form.fields) for form in page.forms)


def form_notes(
    journey: str, candidate: Candidate, forms: Sequence[Seen[Page]], results: Sequence[Seen[FormResult]]
) -> Iterator[Note]:
    """Nothing when a sound message was accepted, or when there is neither a form nor a declared journey.

    Only the last step is the submission: a page that cannot be opened before it says nothing of the form.
    """
    own = [seen for seen in results if seen.fact.journey == journey]
    if not own and (forms or journey in candidate.journeys):
        yield note("form_not_submitted", *forms, where=forms[0].fact.url if forms else journey)
    for seen in own:
        result = seen.fact
        about = {"url": result.url, "status": str(result.status)}
        sent = result.step == result.steps and result.status not in TURNED_AWAY
        if result.outcome == "refused" and sent:
            yield note("form_refused", seen, **about)
        elif result.outcome != "accepted":
            yield note("form_unusable", seen, **about, detail=result.detail or result.outcome)
