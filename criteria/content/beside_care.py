"""The service stands beside care, never in its place: statement, emergency numbers, critical values (CON-10)."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check, note
from criteria.content.care import emergency_notes, statement_notes
from criteria.content.critical_screens import critical_notes
from criteria.crawled import site_of
from criteria.facts.critical_entry import CriticalEntries
from criteria.facts.dossier import Declaration


@check("CON-10")
def con_10(facts: Facts) -> Iterator[Note]:
    """A statement, emergency numbers within two clicks, and no good news after a critical value (HONcode 2)."""
    site, said = site_of(facts), facts.first(Declaration)
    if site.summary is None or not site.pages:
        yield note("no_crawl")
    else:
        yield from statement_notes(site)
        yield from emergency_notes(site)
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")
    yield from critical_notes(facts, said)
    if said is None:
        yield note("no_dossier")
    summary = facts.first(CriticalEntries)
    if site.summary is not None and summary is not None and said is not None:
        entries = sum(one.outcome == "accepted" for one in summary.fact.entries)
        yield note("sound", site.summary, summary, said, pages=len(site.pages), entries=entries)
