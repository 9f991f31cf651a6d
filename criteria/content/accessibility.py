"""CON-13: barriers that an instrument can detect, and the accessibility statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, check, note
from criteria.crawled import Site, address, site_of
from criteria.facts.browser import AxeResult, BrowserPage, KeyboardWalk, Visits
from criteria.facts.dossier_words import dates_in, plain
from criteria.facts.html import Page
from criteria.page_kinds import labelled, patterns, plain_text, titled

WORDS = "inclusion_patterns"
MUST = ("home", "sign_up", "sign_in")


@check("CON-13")
def con_13(facts: Facts) -> Iterator[Note]:
    """Pinned rules of axe-core on the key screens, and the statement (RGAA 4.1; loi 2005-102 art. 47)."""
    visits, results = facts.first(Visits), facts.all(AxeResult)
    if visits is None or not results:
        yield note("no_results", *(visits,) if visits else ())
        return
    for result in results:
        yield from _violations(result)
    yield from _keyboard(facts.all(KeyboardWalk), results)
    yield from _unsampled(facts, visits)
    yield from _statement(facts)
    yield note("partial")
    pages = {result.fact.page for result in results}
    yield note("sound", visits, *results, pages=len(pages), rules=len(patterns(WORDS)["rules"]))


def _violations(result: Seen[AxeResult]) -> Iterator[Note]:
    pinned = patterns(WORDS)["rules"]
    for rule in result.fact.violations:
        if rule.id in pinned:
            target = rule.nodes[0].target if rule.nodes else "-"
            yield note(
                "barrier", result,
                rule=rule.id, criterion=pinned[rule.id], count=rule.count, page=result.fact.page, target=target[:200],
            )  # fmt: skip


def _keyboard(walks: Sequence[Seen[KeyboardWalk]], results: Sequence[Seen[AxeResult]]) -> Iterator[Note]:
    """Pages on which the keyboard's focus is caught, and those that nobody walked."""
    for one in walks:
        if one.fact.ended == "trapped":
            yield note("keyboard_trap", one, page=one.fact.page, trap=one.fact.trap or "-")
    walked = {(one.fact.page, one.fact.state) for one in walks}
    missing = [one for one in results if (one.fact.page, one.fact.state) not in walked]
    if missing:
        yield note("not_walked", *missing[:1], page=missing[0].fact.page, pages=len(missing))


def _unsampled(facts: Facts, visits: Seen[Visits]) -> Iterator[Note]:
    for start in MUST:
        if start in facts.candidate.pages and not visits.fact.reached.get(start):
            yield note("page_unsampled", visits, start=start)
    if facts.candidate.accounts and not any(one.fact.state == "account" for one in facts.all(AxeResult)):
        yield note("page_unsampled", visits, start="account")


def _statement(facts: Facts) -> Iterator[Note]:
    site = site_of(facts)
    if site.summary is None:
        yield note("no_crawl")
        return
    said = statements(site)
    if not said:
        yield note("no_statement" if site.shows_all else "statement_not_seen", site.summary, pages=len(site.pages))
    for page in said[:1]:
        lacking = [item for item, there in _items(page.fact) if not there]
        if lacking and not page.fact.script_rendered:
            yield note("statement_incomplete", page, url=page.fact.url, lacking=", ".join(lacking))
    homes = [one for one in facts.all(BrowserPage) if one.fact.start == "home" and one.fact.state == "untouched"]
    for home in homes[:1]:
        if not re.search(patterns(WORDS)["accessibility"]["mention"], plain_text(home.fact.text)):
            yield note("no_mention", home, url=home.fact.url)


def statements(site: Site) -> list[Seen[Page]]:
    """Pages that a link announces as the accessibility statement, or whose title says so, and that state conformity."""
    known = patterns(WORDS)["accessibility"]
    announced = {
        site.end_of(address(link))
        for page in site.pages.values()
        for link in page.fact.links
        if labelled(link, known["link"], known["path"])
    }
    return [
        page
        for url, page in site.pages.items()
        if (url in announced or titled(page.fact, known["link"])) and re.search(known["status"], plain(page.fact.text))
    ]


def _items(page: Page) -> Iterator[tuple[str, bool]]:
    known, text = patterns(WORDS)["accessibility"], plain_text(page.text)
    yield "rate", re.search(known["rate"], text) is not None
    yield "date", any(True for _ in dates_in(page.text))
    yield "contact", re.search(known["contact"], text) is not None
