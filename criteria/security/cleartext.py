"""SEC-03: nothing in clear, and a browser told to keep it so."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check, note
from criteria.facts.browser import BrowserRequest
from criteria.facts.http import YEAR, Exchange
from criteria.facts.http.crawl import Crawl
from criteria.facts.tls import TlsScan
from criteria.security.cleartext_port import cleartext_answers, port_notes, unprobed_ports
from criteria.security.shown_pages import Fault, Shown, page_notes, shown_pages
from criteria.security.watched_loads import clear_notes
from criteria.watched import Watch


@check("SEC-03")
def sec_03(facts: Facts) -> Iterator[Note]:
    """No content in clear; HSTS of a year (RFC 6797); no page that may load over http: (CSP3, Upgrade Insecure
    Requests)."""
    answers = facts.all(Exchange)
    if not facts.candidate.hosts and not answers:
        yield note("no_host")
        return
    ports = cleartext_answers(answers, facts.candidate)
    alive = _alive(facts)
    yield from unprobed_ports(facts.candidate, ports)
    for seen in ports:
        yield from port_notes(seen, alive)
    pages = [one for one in shown_pages(facts) if one.exchange.fact.scheme == "https"]
    yield from page_notes(pages, hsts_faults)
    watch = Watch(facts)
    yield from page_notes([one for one in pages if not watch.anywhere(one.url)], policy_faults)
    yield from clear_notes(facts.all(BrowserRequest), facts.candidate)
    if not pages and "web" in facts.candidate.faces:
        yield note("no_page")
    for bounded in facts.all(Crawl):
        if bounded.fact.truncated:
            yield note("crawl_bounded", bounded, pages=len(pages), why=bounded.fact.why or "-")
    if ports and (pages or "web" not in facts.candidate.faces):
        yield note("sound", *ports, *(one.exchange for one in pages), ports=len(ports), pages=len(pages))


def hsts_faults(shown: Shown) -> Iterator[Fault]:
    """What is wrong with the HSTS policy of a page; ``no_subdomains`` is a remark."""
    policy = shown.exchange.fact.hsts
    if policy is None:
        yield "no_hsts", ""
    elif not policy.valid:
        yield "hsts_void", policy.why
    elif policy.max_age < YEAR:
        yield "hsts_short", str(policy.max_age)
    elif not policy.include_subdomains:
        yield "hsts_no_subdomains", ""


def policy_faults(shown: Shown) -> Iterator[Fault]:
    """Where no browser watched the page, its own policy has to keep http: loads out."""
    if not shown.csp.blocks_http_loads():
        yield "page_unwatched", ""


def _alive(facts: Facts) -> frozenset[str]:
    """Hosts that answered something, so that silence of one port is that port's."""
    spoke = {seen.fact.host for seen in facts.all(Exchange) if seen.fact.status and seen.fact.scheme == "https"}
    return frozenset(spoke | {seen.fact.host.lower() for seen in facts.all(TlsScan) if seen.fact.reached})
