"""Transparency: who publishes the service and how to reach them (CON-01), and where a machine answers (CON-05)."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check, note
from criteria.content import advertising as advertising
from criteria.content import card as card
from criteria.content import interests as interests
from criteria.content.help_links import JOURNEY, contact_forms, help_notes, vigilance_notes
from criteria.content.legal_items import legal_notes
from criteria.content.machines import none_notes, sign_notes, use_notes
from criteria.crawled import site_of
from criteria.facts.ai_signs import AiSign
from criteria.facts.dossier import Declaration
from criteria.facts.editorial import ContentPage
from criteria.facts.http import Crawl
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


@check("CON-05")
def con_05(facts: Facts) -> Iterator[Note]:
    """No model that nobody declared; each declared one announced before use and explained (AI Act, article 50)."""
    crawl, said = facts.first(Crawl), facts.first(Declaration)
    declared = said.fact.ai if said else None
    signs, pages = facts.all(AiSign), facts.all(ContentPage)
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")
    found = list(sign_notes(signs, declared, pages))
    yield from found
    if crawl is None or said is None:
        yield note("no_crawl" if crawl is None else "no_dossier")
        return
    uses = declared.uses if declared else ()
    if declared is not None and declared.generated_media:
        yield note("generated_media", said)
    if uses:
        yield from use_notes(facts, said, uses)
        yield note("sound", said, crawl, uses=len(uses))
    elif not found:
        yield from none_notes(facts, said, crawl)
