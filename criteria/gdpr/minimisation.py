"""Minimisation: what is collected, and how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check, note
from criteria.crawled import site_of
from criteria.facts.dossier import Declaration
from criteria.facts.http import SetCookie
from criteria.gdpr.collection_notes import collection_notes
from criteria.gdpr.notice import french_notices
from criteria.gdpr.retention import cookie_notes, period_notes, publication_notes
from criteria.gdpr.rights_evidence import unseen_faces


@check("GDP-12")
def gdp_12(facts: Facts) -> Iterator[Note]:
    """Each field that people fill in, against the declared inventory (GDPR art. 5(1)(c))."""
    yield from unseen_faces(facts)
    yield from collection_notes(facts)


@check("GDP-14")
def gdp_14(facts: Facts) -> Iterator[Note]:
    """A period for each category, on the notice, and kept by the cookies (GDPR art. 5(1)(e), 13(2)(a))."""
    site, said, cookies = site_of(facts), facts.first(Declaration), facts.all(SetCookie)
    notices = french_notices(site)
    if not notices:
        yield note("no_notice")
    if said is None or not said.fact.retention:
        yield note("no_table", *([said] if said else []))
        return
    table, inventory = said.fact.retention, said.fact.inventory or ()
    if not inventory:
        yield note("no_inventory", said)
    yield from period_notes(said, inventory, table)
    yield from cookie_notes(said, table, cookies, facts.candidate)
    if notices:
        yield from publication_notes(said, table, site, notices)
        yield note("sound", said, *notices, rows=len(table), cookies=len({seen.fact.name for seen in cookies}))
