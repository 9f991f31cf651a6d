"""Accountability: the record, the impact assessment, the contracts, and what is done about a breach."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check, note
from criteria.crawled import site_of
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_document import Document
from criteria.facts.exercise import Answer, Scenario
from criteria.facts.html import Page
from criteria.facts.http import Crawl
from criteria.facts.http.security_txt import SecurityTxt
from criteria.gdpr.assessment import date_notes, metadata_notes, readable, text_notes
from criteria.gdpr.contracts import contract_notes, third_party_hosts
from criteria.gdpr.incidents import contact_notes, exercise_notes, procedure_notes
from criteria.gdpr.record import field_notes, list_notes, review_notes

LISTS = ("inventory", "recipients", "retention")
NEVER_EMPTY = ("inventory", "retention")
"""A service may have no recipient; one that keeps nothing of anybody has no record to hold."""


@check("GDP-18")
def gdp_18(facts: Facts) -> Iterator[Note]:
    """A record of processing, whole, reviewed and in agreement with the dossier (GDPR art. 30)."""
    said = facts.first(Declaration)
    record = said.fact.processing_record if said else None
    if said is None or record is None:
        yield note("no_record", *([said] if said else []))
        return
    for name in LISTS:
        listed = getattr(said.fact, name)
        if listed is None or (not listed and name in NEVER_EMPTY):
            yield note("no_list", said, list=name)
    yield from field_notes(said, record)
    yield from review_notes(said, record, facts.as_of.date())
    yield from list_notes(said, record)
    yield note("sound", said, activities=len(record.activities), reviewed=record.reviewed)


@check("GDP-19")
def gdp_19(facts: Facts) -> Iterator[Note]:
    """The gate of the impact assessment; what it is worth is for two reviewers (GDPR art. 35)."""
    said = facts.first(Declaration)
    dpia = said.fact.dpia if said else None
    if said is None or dpia is None:
        yield note("no_assessment", *([said] if said else []))
        return
    text = next((one for one in facts.all(Document) if one.fact.section == "dpia"), None)
    yield from date_notes(said, dpia, facts.as_of.date())
    yield from metadata_notes(said, dpia, facts.candidate, facts.as_of.date())
    if said.fact.recipients is None:
        yield note("no_recipients", said)
    if text is None or not readable(text):
        yield note("no_text", said, *([text] if text else []), document=dpia.document or "—")
        return
    yield from text_notes(said, dpia, text, facts.candidate)
    yield note("awaits_decisions", said, text, date=dpia.date, pages=text.fact.layer.pages)


@check("GDP-20")
def gdp_20(facts: Facts) -> Iterator[Note]:
    """The gate of the contracts with processors; what they are worth is for a reviewer (GDPR art. 28)."""
    said = facts.first(Declaration)
    if said is None or said.fact.recipients is None:
        yield note("no_recipients", *([said] if said else []))
        return
    processors = [one.name for one in said.fact.recipients if one.role == "processor"]
    if not processors:
        crawls, others = facts.all(Crawl), third_party_hosts(facts.all(Page), facts.candidate)
        whole = bool(crawls) and not any(seen.fact.truncated for seen in crawls)
        known = "no_processor" if whole and not others else "processors_unsure"
        yield note(known, said, *crawls, *others.values(), hosts=", ".join(sorted(others)) or "—")
        return
    for name in processors:
        yield from contract_notes(said, name, facts.all(Document), facts.as_of.date())
    texts = [one for one in facts.all(Document) if one.fact.section.startswith("processors.")]
    yield note("awaits_decision", said, *texts, processors=", ".join(processors))


@check("GDP-21")
def gdp_21(facts: Facts) -> Iterator[Note]:
    """A security contact, a procedure, and an exercise answered with its own facts (GDPR art. 33 and 34; RFC 9116)."""
    said, found, site = facts.all(Declaration), facts.all(SecurityTxt), site_of(facts)
    incidents = said[0].fact.incidents if said else None
    yield from contact_notes(found, incidents.contact if incidents else "", site, said)
    if not said:
        yield note("no_incidents")
        return
    yield from procedure_notes(said[0])
    scenarios, answers = facts.all(Scenario), facts.all(Answer)
    yield from exercise_notes(scenarios, answers)
    if scenarios and answers:
        yield note("sound", *said, *found, *scenarios, *answers, exercise=scenarios[-1].fact.exercise)
