"""Information: the privacy notice, and whom to turn to."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check, note
from criteria.crawled import Site, site_of, with_rendered
from criteria.facts.browser import RenderedPage
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_document import Document
from criteria.facts.http.form_result import FormResult
from criteria.facts.reference_pack import ReferencePack
from criteria.gdpr.notice import french_notices
from criteria.gdpr.notice_quotes import directive_notes, due_items, item_notes
from criteria.gdpr.notice_reach import asks_password, reach_notes, sign_up_pages
from criteria.gdpr.officer import contact_notes, list_notes, receipt_notes
from criteria.gdpr.rights_channel import JOURNEY, channel_notes, rights_forms
from criteria.submitted_forms import form_notes


@check("GDP-01")
def gdp_01(facts: Facts) -> Iterator[Note]:
    """A privacy notice in French, two clicks from home and sign-up, without login (GDPR art. 12(1), 13(1))."""
    site = with_rendered(site_of(facts), facts.all(RenderedPage))
    if site.summary is None:
        yield note("no_crawl")
        return
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")
    starts = dict(_starts(site))
    for name, url in starts.items():
        if url:
            yield from reach_notes(site, name, url)
        else:
            yield note("start_unreached", site.summary, start=name)
    if all(starts.values()):
        found = french_notices(site)
        yield note("sound", *found, starts=", ".join(starts), notices=len(found), pages=len(site.pages))


def _starts(site: Site) -> Iterator[tuple[str, str]]:
    """Each start with its address, ``""`` where the crawl did not reach it."""
    summary = site.summary.fact if site.summary else None
    if summary is None:
        return
    declared = {"home": "", **summary.starts}
    for name in ("home", "sign_up"):
        if name in declared:
            yield name, declared[name] if summary.reached.get(name) else ""
    if "sign_up" in declared:
        return
    for url, page in sign_up_pages(site).items():
        if page is None or asks_password(page.fact) or page.fact.forms:
            yield f"sign_up {url}", url if page is not None else ""


@check("GDP-02")
def gdp_02(facts: Facts) -> Iterator[Note]:
    """Every item of GDPR articles 13 and 14 that the service owes, quoted and on the notice."""
    site, said = site_of(facts), facts.first(Declaration)
    notices = french_notices(site)
    if not notices:
        yield note("no_notice")
    if said is None or said.fact.notice is None:
        yield note("no_section", *([said] if said else []))
        return
    told = said.fact.notice
    if told.automated_decisions is None:
        yield note("decisions_unsaid", said)
    if not said.fact.inventory:
        yield note("no_inventory", said)
    if not notices:
        return
    due = due_items(facts.candidate, told, said.fact.inventory or ())
    yield from item_notes(said, told, due, site, notices)
    yield from directive_notes(notices)
    digests = ", ".join(sorted({seen.observation.blobs.get("response_body", "?") for seen in notices}))
    yield note("sound", said, *notices, items=len(due), digests=digests)


@check("GDP-03")
def gdp_03(facts: Facts) -> Iterator[Note]:
    """A designated officer, shown on the notice, and a channel for rights without an account (GDPR art. 12, 37)."""
    site, documents, results = site_of(facts), facts.all(Document), facts.all(FormResult)
    lists = [seen for seen in facts.all(ReferencePack) if seen.fact.name == "cnil_dpo"]
    notices = french_notices(site)
    yield from form_notes(JOURNEY, facts.candidate, rights_forms(site), results)
    if notices:
        yield from channel_notes(site, notices)
    else:
        yield note("no_notice")
    said = facts.first(Declaration)
    if said is None:
        yield note("no_dossier")
        return
    yield from receipt_notes(said, facts.candidate.siren, documents)
    yield from list_notes(said, lists)
    officer = said.fact.dpo
    if officer is None or not officer.contact:
        yield note("no_officer", said)
        return
    if notices:
        yield from contact_notes(said, officer, notices)
        yield note("sound", said, *notices, *documents, *lists, *results, contact=officer.contact)
