"""GDP-07: which third parties pages and messages speak to, and whether the dossier and the notice name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from criteria.aliases import name_notes
from criteria.check import Facts, Note, Seen, check, note
from criteria.crawled import site_of
from criteria.facts.browser import Banner, BrowserJourney, BrowserRequest, Visits
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_words import name_in, plain
from criteria.facts.message import Message
from criteria.gdpr.behind_names import behind_notes, contacted_names
from criteria.gdpr.messages import loaded_by_messages, loading_notes
from criteria.gdpr.notice import french_notices
from criteria.gdpr.personal_pages import is_personal
from criteria.gdpr.roles import declared
from criteria.gdpr.sent_canaries import canaries_sent
from criteria.gdpr.trackers import lacks_consent, unloaded_notes
from criteria.parties import is_platform, needs_consent, parties
from criteria.security.first_party import is_first_party

TELLING = 5
"""Letters from which a word of a purpose tells something."""
Contacts = Mapping[str, Seen[Any]]


@check("GDP-07")
def gdp_07(facts: Facts) -> Iterator[Note]:
    """Every third party that was contacted is declared, and the notice names it (GDPR art. 13(1)(e), 28, 30(1)(d))."""
    said, visits = facts.first(Declaration), facts.first(Visits)
    if visits is None:
        yield note("no_journey")
        return
    known, asked = parties(facts), any(one.fact.present for one in facts.all(Banner))
    contacts, messages, names = contacted(facts), facts.all(Message), contacted_names(facts)
    loaded = loaded_by_messages(facts, messages)
    if contacts:
        yield note("third_parties_seen", *contacts.values(), hosts=", ".join(contacts))
    if loaded:
        yield note("messages_load", *loaded.values(), hosts=", ".join(loaded))
    yield from name_notes(facts, known, {**{host: sent[0] for host, sent in names.items()}, **loaded})
    if said is None or said.fact.recipients is None:
        yield note("no_recipients", *(said,) if said else ())
        return
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")
    told = {one.host for one in canaries_sent(facts)}
    for host, request in contacts.items():
        if declared(host, said.fact.recipients) is not None or host in told:
            continue
        category = known.of(host).category
        if _judged_elsewhere(category, request, asked):
            continue
        yield note("undeclared", request, said, host=host, category=category, page=request.fact.page)
    unheard = {host: sent for host, sent in names.items() if host not in told}
    yield from behind_notes(facts, known, unheard, said.fact.recipients, asked)
    yield from loading_notes(facts, messages, said.fact.recipients, known)
    yield from unloaded_notes(facts)
    yield from _notice_notes(facts, said)
    yield from _unseen(said, {**contacts, **loaded})
    if facts.all(BrowserJourney):
        yield note("sound", said, visits, *contacts.values(), hosts=len(contacts), declared=len(said.fact.recipients))
    else:
        yield note("no_signed_in_journey", visits)


def contacted(facts: Facts) -> dict[str, Seen[BrowserRequest]]:
    """Every third-party host with the first request to it; hosts of browser and system are left out."""
    found: dict[str, Seen[BrowserRequest]] = {}
    for request in facts.all(BrowserRequest):
        host = request.fact.host
        if host and request.fact.sent and not _ours(host, facts):
            found.setdefault(host, request)
    return found


def _ours(host: str, facts: Facts) -> bool:
    return is_first_party(host, facts.candidate) or is_platform(host) or is_space(host, facts)


def is_space(host: str, facts: Facts) -> bool:
    """Whether the host is the health space, which every client declares by its manifest."""
    return any(host == known for known in facts.candidate.space_hosts)


def _judged_elsewhere(category: str, request: Seen[BrowserRequest], asked: bool) -> bool:
    """Trackers without consent (GDP-05) and advertising on personal pages (CON-04) fail there."""
    if needs_consent(category) and lacks_consent(request.fact, asked):
        return True
    return category == "advertising" and is_personal(request.fact)


def _notice_notes(facts: Facts, said: Seen[Declaration]) -> Iterator[Note]:
    """Each declared recipient by its name or purpose on the notice."""
    notices = french_notices(site_of(facts))
    if not notices:
        yield note("no_notice")
        return
    text = " ".join(plain(one.fact.text) for one in notices)
    for one in said.fact.recipients or ():
        if one.name and not name_in(one.name, text):
            told = _told_purpose(one.purpose, text)
            if told < 1:
                clause = "purpose_in_part" if told else "not_on_notice"
                yield note(clause, said, *notices, recipient=one.name, purpose=one.purpose or "-")


def _told_purpose(purpose: str, text: str) -> float:
    """The share of the telling words of a purpose that stand in the text (0 to 1): a category may be put otherwise."""
    words = {word for word in re.findall(r"[a-z]+", plain(purpose)) if len(word) >= TELLING}
    return sum(word in text for word in words) / len(words) if words else 0.0


def _unseen(said: Seen[Declaration], contacts: Contacts) -> Iterator[Note]:
    unseen = [
        one.name
        for one in said.fact.recipients or ()
        if one.domains and not any(declared(host, (one,)) for host in contacts)
    ]
    if unseen:
        yield note("never_seen", said, recipients=", ".join(unseen))
