"""CON-14: weight, compression and caching of the pages, and the eco-design statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from criteria.check import Facts, Note, Seen, check, note
from criteria.crawled import address, site_of
from criteria.facts.browser import BrowserPage, BrowserRequest, Visits
from criteria.page_kinds import labelled, patterns, titled
from criteria.security.first_party import is_first_party

HEAVIEST, MOST_REQUESTS, FEWEST = 2_000_000, 60, 3
"""Bytes and requests of the median screen, and how many screens a median needs (this catalogue's own bounds)."""
SHARE, SMALL = 0.95, 1024
TEXT = re.compile(r"text/|javascript|json|svg|xml|wasm")
ASSETS = frozenset(("script", "stylesheet", "image", "manifest"))
"""Static files. Answers of an interface hold personal data, which are rightly neither kept nor always compressed."""
VERSIONED = re.compile(r"[.\-_/][0-9a-f]{8,64}[./]|[?&](?:v|ver|version|h|hash)=[\w.\-]+")
FORBIDS = re.compile(r"no-store|no-cache|max-age=0(?:\D|$)")
ENCODINGS = frozenset(("gzip", "br", "zstd", "deflate"))


@check("CON-14")
def con_14(facts: Facts) -> Iterator[Note]:
    """Budget, compression, caching and statement (RGESN v1 criteria 6.1 to 6.4, 7.2)."""
    screens = [one for one in facts.all(BrowserPage) if one.fact.state == "untouched" and one.fact.status == 200]
    visits = facts.first(Visits)
    yield from _statement(facts)
    if visits is None or len(screens) < FEWEST:
        yield note("few_screens", *(visits,) if visits else (), screens=len(screens), fewest=FEWEST)
        return
    weight = median(one.fact.weight for one in screens)
    count = median(one.fact.requests for one in screens)
    if weight > HEAVIEST or count > MOST_REQUESTS:
        yield note("heavy", *screens, weight=round(weight / 1000), requests=round(count))
    texts = [one for one in _assets(facts) if one.fact.size >= SMALL and TEXT.search(_type(one.fact))]
    plain = [one for one in texts if not ENCODINGS & set(",".join(one.fact.values("content-encoding")).split(","))]
    if texts and len(plain) > len(texts) * (1 - SHARE):
        yield note("uncompressed", *plain, plain=len(plain), texts=len(texts), url=plain[0].fact.url)
    yield from _uncached(facts)
    yield note(
        "sound", visits, *screens,
        screens=len(screens), weight=round(weight / 1000), requests=round(count), texts=len(texts),
    )  # fmt: skip


def _assets(facts: Facts) -> Sequence[Seen[BrowserRequest]]:
    """The service's own static files, each once."""
    found = {
        one.fact.url: one
        for one in facts.all(BrowserRequest)
        if one.fact.type in ASSETS and one.fact.status == 200 and is_first_party(one.fact.host, facts.candidate)
    }
    return list(found.values())


def _type(request: BrowserRequest) -> str:
    return ",".join(request.values("content-type")).lower()


def _uncached(facts: Facts) -> Iterator[Note]:
    for one in _assets(facts):
        said = ",".join(one.fact.values("cache-control")).lower()
        if one.fact.type in ("script", "stylesheet") and VERSIONED.search(one.fact.url) and FORBIDS.search(said):
            yield note("uncached", one, url=one.fact.url, said=said)


def _statement(facts: Facts) -> Iterator[Note]:
    site = site_of(facts)
    if site.summary is None:
        yield note("no_crawl")
        return
    known = patterns("inclusion_patterns")["ecodesign"]
    links = (link for page in site.pages.values() for link in page.fact.links)
    announced = (link for link in links if labelled(link, known["link"], known["path"]))
    found = any(site.end_of(address(link)) in site.pages for link in announced)
    if not found and not any(titled(page.fact, known["link"]) for page in site.pages.values()):
        yield note("no_statement" if site.shows_all else "statement_not_seen", site.summary, pages=len(site.pages))
