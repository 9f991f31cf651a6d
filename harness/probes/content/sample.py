"""Draws health content pages by a recorded seed and reads them, beside whatever the bounded crawl reached."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

import msgspec

from criteria.facts.content_sample import SAMPLE_KIND, ContentSample, draw
from criteria.facts.dossier_content import DeclaredContent
from criteria.facts.editorial import ContentPage, content_page
from criteria.facts.html import read_page
from criteria.facts.http.urls import BadUrl, target
from criteria.observation import Look
from criteria.page_kinds import path_of, patterns
from harness.net import Answer, Ask, Labels, follow
from harness.probes.content.sitemap import listed
from harness.probes.dossier.declared import declared
from harness.probes.http.crawl import LINKED, Bounds, Crawler
from harness.probes.http.record import is_html, record
from harness.probing import ProbeRoom

PURPOSE = "content"
KEPT = "content.pages"
DRAWN = "content.drawn"
"""What a look leaves for those that come after it: the pages read, and the addresses drawn."""
DISCOVERY = Bounds(pages=30, assets=0, depth=2)


def run(look: Look, room: ProbeRoom) -> None:
    """Read the drawn pages (purpose ``content``; ``start``: the address drawn), then ``content.sample_summary``."""
    summary = drawing(room)
    room.around.kept[KEPT] = tuple(_pages(room, summary.drawn))
    room.around.kept[DRAWN] = summary.drawn
    room.observe(kind=SAMPLE_KIND, data=summary, target=look.target)


def drawn_pages(room: ProbeRoom) -> tuple[ContentPage, ...]:
    """Pages drawn anew, for a look that is resumed without those of ``content.sample``."""
    return tuple(_pages(room, drawing(room).drawn))


def drawing(room: ProbeRoom) -> ContentSample:
    """Every address that may be content, and those drawn from them by a fresh seed."""
    said = declared(room, "content", DeclaredContent) or DeclaredContent()
    sitemap = listed(room)
    known = {*sitemap.urls, *_linked(room)}
    population = sorted(url for url in known if _in_scope(room, url) and _fits(said, url))
    seed = secrets.token_hex(8)
    return ContentSample(
        seed=seed,
        patterns=said.pages,
        population=len(population),
        drawn=draw(seed, population),
        sitemap=sitemap.state,
        cut=sitemap.cut,
    )


def _linked(room: ProbeRoom) -> set[str]:
    """Every address that the crawl saw; a look that is resumed without it makes a small crawl of its own."""
    if LINKED not in room.around.kept:
        crawler = Crawler(room, DISCOVERY, purpose="discover")
        crawler.crawl()
        return crawler.linked
    found: set[str] = room.around.kept[LINKED]
    return found


def _fits(said: DeclaredContent, url: str) -> bool:
    if said.pages:
        return said.holds(url)
    return re.search(patterns("health_content")["addresses"], path_of(url)) is not None


def _in_scope(room: ProbeRoom, url: str) -> bool:
    try:
        where = target(url)
    except BadUrl:
        return False
    return room.http.policy.in_scope(where.host, where.port)


def _pages(room: ProbeRoom, drawn: tuple[str, ...]) -> Iterator[ContentPage]:
    for url in drawn:
        labels = Labels(context="none", purpose=PURPOSE, start=url)
        ask = Ask(method="GET", url=url, cookie="", keep_cookies=False, verify="record", labels=labels)
        trail = follow(room.http, ask, max_hops=5)
        for answer in trail.answers:
            record(room, answer)
        if trail.last.status == 200 and is_html(trail.last):
            yield _page(trail.last)


def _page(answer: Answer) -> ContentPage:
    kind = answer.values("content-type")[0]
    page = read_page(answer.body, answer.url, kind, status=answer.status, purpose=PURPOSE)
    return content_page(answer.body, kind, msgspec.structs.replace(page, start=answer.exchange.start))
