"""Which sources a page cites: its references, its links to known hosts, and what its structured data name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from criteria.candidate import Candidate
from criteria.content.bylines import institution
from criteria.facts.dossier_words import plain
from criteria.facts.editorial import Block, ContentPage
from criteria.facts.html import Link
from criteria.facts.http.urls import host_of
from criteria.page_kinds import patterns
from criteria.security.first_party import is_first_party

SOURCES, CONTENT, BYLINES = "source_patterns", "health_content", "byline_patterns"
State = Literal["cited", "unsourced", "unclear"]


class Cited(msgspec.Struct, frozen=True):
    """What a page cites: how sure that is, how many written references, and the links to its sources in order."""

    state: State
    confidence: float
    written: int = 0
    links: tuple[str, ...] = ()


def cited(page: ContentPage, candidate: Candidate) -> Cited:
    """Read the sources of one page."""
    bounds = patterns(CONTENT)["bounds"]
    if page.thin or page.words < int(bounds["readable"]):
        return Cited("unclear", 0.0)
    references = list(_references(page))
    links = [link for block in references for link in block.links if _outside(link.url, candidate)]
    links += [link for link in _prose_links(page) if _outside(link.url, candidate) and host_class(link.url)]
    urls = tuple(dict.fromkeys(link.url for link in links))
    written = sum(_identifiable(block) for block in references)
    for state, found in (
        ("linked", bool(urls)),
        ("written", written > 0),
        ("structured", any(_outside(one, candidate) for one in page.structured.citations)),
        ("other_link", bool(references) or any(_outside(link.url, candidate) for link in _prose_links(page))),
    ):
        if found:
            sure = _confidence(state) >= float(bounds["confidence"])
            return Cited("cited" if sure else "unclear", _confidence(state), written, urls)
    return Cited("unsourced", _confidence("nothing"))


def source_links(page: ContentPage, candidate: Candidate) -> tuple[str, ...]:
    """The links to sources of a page, in order (what the ``outside`` probe asks)."""
    return cited(page, candidate).links


def host_class(url: str) -> str:
    """``authority``, ``literature`` or ``learned`` by the pinned list, else ``""``."""
    host = host_of(url)
    return next((name for name, known in patterns(SOURCES)["hosts"].items() if _among(host, known)), "")


def _references(page: ContentPage) -> Iterator[Block]:
    """The blocks under a heading that announces sources, and those that begin by saying so."""
    heading, inline = re.compile(patterns(SOURCES)["headings"]), re.compile(patterns(SOURCES)["inline"])
    inside = 0
    for block in page.main:
        bare = plain(block.text)
        if block.heading:
            inside = block.heading if heading.search(bare) else inside if block.heading > inside else 0
        elif (inside or inline.search(bare)) and not re.search(patterns(BYLINES)["teasers"], block.hints):
            yield block
        elif not block.heading and heading.fullmatch(bare.rstrip(" :")):
            inside = 6


def _prose_links(page: ContentPage) -> Iterator[Link]:
    teasers = re.compile(patterns(BYLINES)["teasers"])
    yield from (link for block in page.main if not teasers.search(block.hints) for link in block.links)


def _outside(url: str, candidate: Candidate) -> bool:
    host = host_of(url)
    if not url.lower().startswith(("http://", "https://")) or not host:
        return False
    return not is_first_party(host, candidate) and not _among(host, patterns(SOURCES)["never"])


def _identifiable(block: Block) -> bool:
    bare = plain(block.text)
    if len(bare.split()) < int(patterns(SOURCES)["fewest_words"]):
        return False
    return re.search(patterns(SOURCES)["written"], bare) is not None or institution(block.text, ())


def _among(host: str, known: list[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in known)


def _confidence(name: str) -> float:
    return float(patterns(SOURCES)["confidence"][name])
