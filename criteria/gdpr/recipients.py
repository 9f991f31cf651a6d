"""Recipients: who receives the data, and where they are held."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from criteria.check import Facts, Note, Seen, check, note
from criteria.crawled import site_of
from criteria.facts.browser import BrowserRequest
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_document import Document, RefusedDocument
from criteria.facts.html.page import Page
from criteria.facts.http import Exchange, header_csp
from criteria.facts.reference_pack import ReferencePack
from criteria.facts.space_calls import MeasureRead
from criteria.gdpr import third_parties as third_parties
from criteria.gdpr import told_parties as told_parties
from criteria.gdpr.hds_certificate import Certificate, certificate_notes
from criteria.gdpr.hds_chain import chain_notes
from criteria.gdpr.hds_list import list_notes
from criteria.gdpr.locations import RANGES, address_notes, holder_notes, holders, recipient_notes
from criteria.gdpr.notice import french_notices
from criteria.gdpr.space_use import PURPOSES, SpaceOnly, leak_notes, space_only
from criteria.gdpr.space_watch import WatchedReading, request_notes


@check("GDP-09")
def gdp_09(facts: Facts) -> Iterator[Note]:
    """Data stay in the EEA, or each transfer is declared and framed (GDPR art. 44 to 46, 13(1)(f))."""
    site, said = site_of(facts), facts.first(Declaration)
    packs = [seen for seen in facts.all(ReferencePack) if seen.fact.name == RANGES]
    answers, notices = facts.all(Exchange), french_notices(site)
    yield from address_notes(answers, packs)
    if not notices:
        yield note("no_notice")
    if said is None or said.fact.recipients is None:
        yield note("no_recipients", *([said] if said else []))
    if said is None:
        return
    held = holders(said.fact)
    hosted = said.fact.hosting.health_data if said.fact.hosting else None
    if not held:
        yield note("device_only" if hosted and hosted.device_only else "no_holder", said)
    yield from holder_notes(said, held, facts.all(Document))
    yield from recipient_notes(said, notices)
    if held and notices and said.fact.recipients is not None:
        countries = ", ".join(sorted({one.country for one in held}))
        told = len(said.fact.recipients)
        yield note("sound", said, *notices, holders=len(held), countries=countries, recipients=told)


@check("GDP-10")
def gdp_10(facts: Facts) -> Iterator[Note]:
    """Health data held by hosts with a valid HDS certificate (CSP L.1111-8, R.1111-9; arrêté of 26/04/2024)."""
    documents, refused = facts.all(Document), facts.all(RefusedDocument)
    lists = [seen for seen in facts.all(ReferencePack) if seen.fact.name == "hds"]
    said = facts.first(Declaration)
    if said is None:
        yield note("no_dossier")
        return
    hosting = said.fact.hosting
    hosted = hosting.health_data if hosting else None
    if hosted is None:
        yield note("no_health_hosting", said)
        return
    yield from chain_notes(said, hosted)
    certified = [one for one in hosted.chain if one.hds is not None]
    for one in certified:
        certificate = Certificate(said, one, documents, refused)
        yield from certificate_notes(certificate, facts.as_of.date())
        yield from list_notes(certificate, lists, facts.as_of.date())
    if certified:
        holders = ", ".join(one.hds.holder for one in certified if one.hds)
        yield note("sound", said, *documents, *lists, holders=holders, activities=_listed(hosted.activities_used))


def _listed(activities: tuple[int, ...]) -> str:
    return ", ".join(map(str, activities))


@check("GDP-11")
def gdp_11(facts: Facts) -> Iterator[Note]:
    """Data of the health space serve permitted purposes alone (CSP L.1111-13-1 III; GDPR art. 5(1)(b))."""
    reads = facts.all(MeasureRead)
    client = facts.candidate.space
    scopes, purposes = (client.scopes, client.purposes) if client else ((), ())
    if not reads and not any("Observation.r" in scope for scope in scopes):
        yield note("no_read_scope")
        return
    outside = sorted(set(purposes) - PURPOSES)
    if outside:
        yield note("purpose_outside", purposes=", ".join(outside))
    if not purposes:
        yield note("no_purposes")
    made = space_only(reads)
    if not made:
        yield note("not_read")
        return
    yield from _leaks(facts, made)


def _leaks(facts: Facts, made: list[Seen[MeasureRead]]) -> Iterator[Note]:
    """What the pages that were shown while these measures were read carry elsewhere."""
    known = SpaceOnly([one for seen in made for one in seen.fact.measures])
    hosts = [host.rsplit(":", 1)[0].lower() for host in facts.candidate.hosts]
    own = frozenset((*hosts, *(urlsplit(seen.fact.url).hostname or "" for seen in made)))
    pages, answers = facts.all(Page), {seen.observation.id: seen.fact for seen in facts.all(Exchange)}
    for page in pages:
        answer = answers.get(page.observation.id)
        csp = header_csp(answer, page.fact.meta_csp) if answer else None
        yield from leak_notes(page, csp, known, own)
    yield from request_notes(facts.all(BrowserRequest), known, own)
    reading = WatchedReading(facts, made)
    unseen = [page for page in pages if page.fact.has_script and not reading.shows(page.fact.url)]
    if unseen or not pages:
        yield note("scripts_unseen", *unseen[:1], pages=len({page.fact.url for page in unseen}))
    declared = facts.candidate.space.purposes if facts.candidate.space else ()
    yield note("sound", *made, reads=len(made), pages=len(pages), purposes=", ".join(declared))
