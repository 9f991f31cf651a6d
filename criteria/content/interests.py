"""Funding and interests: what the dossier declares stands on a public page, and every author has a statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from criteria.check import Facts, Note, Seen, check, note
from criteria.content.legal_notice import legal_pages
from criteria.content.people import authors, known, same_person
from criteria.content.quoted_pages import pages_at
from criteria.content.sample import health
from criteria.crawled import Site, address, site_of
from criteria.facts.content_sample import ContentSample
from criteria.facts.dossier import Declaration, day
from criteria.facts.dossier_card import Funding
from criteria.facts.dossier_words import core, name_in
from criteria.facts.editorial import ContentPage
from criteria.facts.html import Page
from criteria.facts.reference_pack import ReferencePack

OLDEST_YEARS = 2


@check("CON-03")
def con_03(facts: Facts) -> Iterator[Note]:
    """Every funder on a public page, a fresh statement of every author (HONcode principle 7)."""
    site, said = site_of(facts), facts.first(Declaration)
    extracts = [seen for seen in facts.all(ReferencePack) if seen.fact.name == "transparence_sante"]
    if site.summary is None or not site.pages:
        yield note("no_crawl")
        return
    if said is None:
        yield note("no_dossier")
        return
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")
    funding = said.fact.funding
    named = funding is not None and funding.funders is not None and all(one.name for one in funding.funders)
    if funding is None or not funding.page or not named:
        yield note("no_funding", said)
        return
    pages = pages_at(site, facts.candidate.base_url, funding.page)
    if pages:
        yield from _funders(said, funding, pages)
        yield from _linked(said, pages, site)
    else:
        yield note("page_unrecorded", said, page=funding.page)
    signed = _signed(facts, said)
    yield from _statements(said, funding, signed, facts.as_of.date())
    yield from _extract(said, funding, extracts)
    if pages:
        about = {"funders": len(funding.funders or ()), "statements": len(funding.statements), "authors": len(signed)}
        yield note("sound", said, *pages, *facts.all(ContentSample), *extracts, page=pages[0].fact.url, **about)


def _funders(said: Seen[Declaration], funding: Funding, pages: Sequence[Seen[Page]]) -> Iterator[Note]:
    """Funders that no variant of the page names."""
    hidden = any(seen.fact.script_rendered or seen.fact.cut for seen in pages)
    for name in (funder.name for funder in funding.funders or () if funder.name):
        if not any(name_in(name, seen.fact.text) or core(name) in core(seen.fact.text) for seen in pages):
            yield note("page_unread" if hidden else "funder_absent", said, *pages, funder=name, page=pages[0].fact.url)


def _linked(said: Seen[Declaration], pages: Sequence[Seen[Page]], site: Site) -> Iterator[Note]:
    """Whether the legal notice or the home page links to the page."""
    home = site.summary.fact.starts.get("home", "") if site.summary else ""
    linking = [*legal_pages(site).values(), *(seen for url, seen in site.pages.items() if home in (url, seen.fact.url))]
    targets = {url for url, seen in site.pages.items() if any(seen is one for one in pages)}
    if not any(site.end_of(address(link)) in targets for seen in linking for link in seen.fact.links):
        yield note("not_linked" if site.shows_all else "link_not_seen", said, *pages, page=pages[0].fact.url)


def _signed(facts: Facts, said: Seen[Declaration]) -> dict[str, Seen[ContentPage]]:
    """Every author of the health content pages, with the first page signed."""
    declared = said.fact.content
    institutions = declared.institutions if declared else ()
    found: dict[str, Seen[ContentPage]] = {}
    for seen in facts.all(ContentPage):
        drawn = seen.fact.purpose == "content" and declared is not None and declared.holds(seen.fact.url)
        if drawn or health(seen.fact) == "surely":
            for name in authors(seen.fact, institutions):
                if not known(name, found):
                    found[name] = seen
    return found


def _statements(
    said: Seen[Declaration], funding: Funding, signed: dict[str, Seen[ContentPage]], today: date
) -> Iterator[Note]:
    persons = [one.person for one in funding.statements]
    for name, seen in signed.items():
        if not known(name, persons):
            yield note("no_statement", said, seen, person=name, url=seen.fact.url)
    for one in funding.statements:
        made = day(one.date)
        if made is None or made > today:
            yield note("statement_undated", said, person=one.person)
        elif _years_before(today, OLDEST_YEARS) > made:
            yield note("statement_old", said, person=one.person, day=made, today=today)


def _years_before(today: date, years: int) -> date:
    leap = today.month == 2 and today.day == 29
    return today.replace(year=today.year - years, day=28 if leap else today.day)


def _extract(said: Seen[Declaration], funding: Funding, extracts: Sequence[Seen[ReferencePack]]) -> Iterator[Note]:
    """Entries of the public base that a statement does not name: a person must look, the base may mean a namesake."""
    if not extracts:
        yield note("no_extract", said)
    for pinned in extracts:
        for entry in pinned.fact.entries:
            beneficiary, company = str(entry.get("beneficiary", "")), str(entry.get("company", ""))
            for one in funding.statements:
                named = any(core(company) in core(other) or core(other) in core(company) for other in one.interests)
                if company and same_person(beneficiary, one.person) and not named:
                    about = {"person": one.person, "company": company, "version": pinned.fact.version}
                    yield note("interest_undeclared", said, pinned, **about)
