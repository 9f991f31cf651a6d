"""What the browser is told to hold back (SEC-04), how the session's cookies are kept (SEC-05), addresses (SEC-07)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, check, note
from criteria.facts.http import Crawl, Exchange
from criteria.facts.web_reasons import WebReasons
from criteria.security import client_storage as client_storage
from criteria.security.csp_rules import header_faults, policy_faults
from criteria.security.framing import framing_notes, sign_in_pages
from criteria.security.origins import PURPOSE, origin_notes
from criteria.security.session_cookies import session_notes
from criteria.security.shown_pages import Shown, page_notes, shown_pages
from criteria.security.sign_in import authenticated_pages, login_exists
from criteria.security.third_party_scripts import script_faults
from criteria.security.trials import none_notes
from criteria.security.urls import url_notes
from criteria.security.watched_loads import script_notes
from criteria.watched import Watch


@check("SEC-04")
def sec_04(facts: Facts) -> Iterator[Note]:
    """CSP, script integrity, framing, sniffing, referrer (ASVS V3.4.3 to V3.4.6, V3.6.1)."""
    pages = shown_pages(facts)
    if not pages:
        answered = any(seen.fact.status for seen in facts.all(Exchange))
        yield note("no_html") if answered else note("nothing_answered")
        return
    yield from page_notes(pages, policy_faults)
    yield from page_notes(pages, header_faults)
    yield from _sign_in_notes(facts, pages)
    for bounded in facts.all(Crawl):
        if bounded.fact.truncated:
            yield note("crawl_bounded", bounded, pages=len(pages), why=bounded.fact.why or "-")
    yield note("sound", *(one.exchange for one in pages), pages=len({one.url for one in pages}))


def _sign_in_notes(facts: Facts, pages: Sequence[Shown]) -> Iterator[Note]:
    """What only a candidate with a sign-in owes: a page that cannot be framed, and pinned scripts behind it."""
    if not login_exists(facts.candidate, pages):
        return
    entrances = sign_in_pages(pages, facts.all(Exchange), facts.candidate)
    if not entrances:
        yield note("no_sign_in_page", url=facts.candidate.pages.get("sign_in", "-"))
    yield from framing_notes(entrances, facts.candidate)
    behind = authenticated_pages(facts.candidate, pages)
    if not behind:
        yield note("no_authenticated_page")
    reasons = reasons_of(facts)
    watch = Watch(facts)
    yield from page_notes(
        behind, lambda one: script_faults(one, facts.candidate, reasons, watch.signed_in(one.url) is not None)
    )
    served = frozenset(script.url for one in pages for script in one.page.scripts)
    yield from script_notes(facts, served, reasons)


@check("SEC-05")
def sec_05(facts: Facts) -> Iterator[Note]:
    """Secure, HttpOnly, SameSite, and no wider than the host (ASVS V3.3.1, V3.3.2, V3.3.4; RFC 6265bis)."""
    yield from session_notes(facts, login_exists(facts.candidate, shown_pages(facts)), reasons_of(facts))


def reasons_of(facts: Facts) -> WebReasons:
    """The reasons of the dossier; none when there is no dossier."""
    found = facts.first(WebReasons)
    return found.fact if found else WebReasons()


@check("SEC-06")
def sec_06(facts: Facts) -> Iterator[Note]:
    """Which origins may read with the person's rights (ASVS 5.0.0 V3.4.2)."""
    answers = facts.all(Exchange)
    tried = any(seen.fact.purpose == PURPOSE for seen in answers)
    yield from origin_notes(answers) if tried else none_notes(facts)


@check("SEC-07")
def sec_07(facts: Facts) -> Iterator[Note]:
    """Addresses searched for canaries, logins and secrets (ASVS 5.0.0 V14.2.1; RFC 6750 section 2.3)."""
    yield from url_notes(facts)
