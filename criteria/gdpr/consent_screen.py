"""What GDP-04 states of the screens of sign-up: a control of its own for health data, not set beforehand."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, note
from criteria.facts.browser import BrowserForm
from criteria.facts.canary import CanarySearch
from criteria.facts.html import Field, Page
from criteria.facts.rights import Act
from criteria.gdpr.rights_evidence import at, bearing, label_of, latest, pages_at, undriven
from criteria.health_consent import boxes, health_choices, health_controls, names_terms
from criteria.watched import bare

SIGN_UP_LOOK, CONSENT_LOOK = "rights.sign_up", "rights.consent"


def screen_notes(facts: Facts) -> Iterator[Note]:
    """The controls of every page shown up to the end of sign-up; nothing when one is sound."""
    pages = sign_up_screens(facts)
    found = [(seen, field) for seen in pages for field in health_controls(seen.fact)]
    if not pages:
        yield note("no_screen")
        return
    if not found:
        yield from _none(pages)
    for clause, wrong in (("preset", "checked"), ("shared", "terms")):
        faulty = [(seen, one) for seen, one in found if (one.checked if wrong == "checked" else names_terms(one))]
        if faulty:
            seen, field = faulty[0]
            yield note(clause, seen, url=seen.fact.url, label=field.label)
    yield from _set_by_scripts(facts, [(seen, field) for seen, field in found if seen.fact.has_script])


def _set_by_scripts(facts: Facts, found: list[tuple[Seen[Page], Field]]) -> Iterator[Note]:
    """A control that comes unset may be set by a script: what a browser showed of the page says whether it was."""
    rendered = [seen for seen in facts.all(BrowserForm) if any(health_choices(seen.fact))]
    for seen, field in found:
        shown = [form for form in rendered if bare(form.fact.page) == bare(seen.fact.url)]
        preset = [form for form in shown if any(one.checked for one in health_choices(form.fact))]
        if preset and not field.checked:
            yield note("preset", *preset, url=seen.fact.url, label=field.label)
            return
        if not shown:
            yield note("preset_unseen", seen, url=seen.fact.url, label=field.label)
            return


def _none(pages: list[Seen[Page]]) -> Iterator[Note]:
    scripted = [seen for seen in pages if seen.fact.has_script]
    terms = [(seen, field) for seen in pages for field in boxes(seen.fact) if field.label]
    if scripted:
        yield note("control_unseen", *scripted, url=scripted[0].fact.url)
    elif terms:
        yield note("no_control", *pages, url=terms[0][0].fact.url, label=terms[0][1].label)
    else:
        yield note("no_control", *pages, url=pages[0].fact.url, label="-")


def sign_up_screens(facts: Facts) -> list[Seen[Page]]:
    """The sign-up page as anybody sees it, and what the journey showed."""
    shown = pages_at(facts, SIGN_UP_LOOK, "page") + [
        seen for seen in pages_at(facts, SIGN_UP_LOOK, "sign_up") if label_of(seen, "journey") == "sign_up"
    ]
    return [seen for seen in shown if seen.fact.status < 400]


def early_notes(facts: Facts, signed: Seen[Act]) -> Iterator[Note]:
    """Health data sent before the page with the control was submitted."""
    asked = at(facts, SIGN_UP_LOOK, "sign_up")
    names = {field.name for seen in sign_up_screens(facts) for field in health_controls(seen.fact) if field.name}
    search = CanarySearch(signed.fact.canaries)
    for seen in asked:
        if any(name in seen.fact.sent for name in names):
            return
        if search.hits(seen.fact.sent) or search.hits(seen.fact.url):
            yield note("sent_before", seen, url=seen.fact.url)
            return


def refusal_notes(facts: Facts, acts: list[Seen[Act]]) -> Iterator[Note]:
    """What became of the person who left the control alone; nothing where there is no control to leave alone."""
    tried = latest(acts, "sign_up", "refused")
    if tried is None:
        if any(True for seen in sign_up_screens(facts) for _ in health_controls(seen.fact)):
            yield note("refusal_untried")
        return
    if not tried.fact.accepted and not tried.fact.sent_away:
        yield note("undriven", tried, **undriven(tried))
    elif tried.fact.accepted:
        entered = latest(acts, "enter_measure", "after_refusal")
        known = entered.fact.canaries if entered else {}
        for seen, _ in bearing(at(facts, CONSENT_LOOK, "after_refusal"), known)[:3]:
            yield note("used_after_refusal", tried, seen, url=seen.fact.url, field=tried.fact.field)
