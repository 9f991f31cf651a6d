"""Transparency: who publishes the service, and how to reach them."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check, note
from criteria.content import advertising as advertising
from criteria.content import card as card
from criteria.content import interests as interests
from criteria.content.help_links import JOURNEY, contact_forms, help_notes, vigilance_notes
from criteria.content.legal_items import legal_notes
from criteria.crawled import site_of
from criteria.facts.dossier import Declaration
from criteria.facts.http.form_result import FormResult
from criteria.submitted_forms import form_notes


@check("CON-01")
def con_01(facts: Facts) -> Iterator[Note]:
    """A legal notice with publisher, director and host; help and reporting from every page (LCEN art. 1-1)."""
    site, said, results = site_of(facts), facts.first(Declaration), facts.all(FormResult)
    if site.summary is None or not site.pages:
        yield note("no_crawl")
        return
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")
    yield from legal_notes(site, said, facts.candidate.publisher, facts.candidate.siren)
    yield from help_notes(site)
    yield from form_notes(JOURNEY, facts.candidate, contact_forms(site), results)
    if said is None:
        yield note("no_dossier")
        return
    yield from vigilance_notes(site, said)
    yield note("sound", site.summary, said, *results, pages=len(site.pages))
