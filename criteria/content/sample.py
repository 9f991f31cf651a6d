"""The sample of health content pages: those that were drawn, and those that are content though nobody declared them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from criteria.check import Facts, Note, Seen, note
from criteria.facts.content_sample import ContentSample
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_content import DeclaredContent
from criteria.facts.dossier_words import plain
from criteria.facts.editorial import ContentPage
from criteria.facts.http import Crawl
from criteria.page_kinds import patterns

CONTENT = "health_content"
Sureness = Literal["surely", "perhaps", "no"]


class Sample(msgspec.Struct, frozen=True):
    """``pages`` are judged; ``unread`` were drawn and gave no page; ``perhaps`` may be content that nobody declared."""

    summary: Seen[ContentSample]
    declared: DeclaredContent | None
    pages: tuple[Seen[ContentPage], ...]
    unread: tuple[str, ...]
    perhaps: tuple[Seen[ContentPage], ...]


def sample_notes(facts: Facts) -> tuple[Sample | None, list[Note]]:
    """The sample, or ``None`` when there is nothing to judge; and what its reading itself states."""
    crawl, summary, said = facts.first(Crawl), facts.first(ContentSample), facts.first(Declaration)
    if crawl is None or summary is None:
        return None, [note("no_sample")]
    notes = [note("mobile_unseen")] if "mobile" in facts.candidate.faces else []
    pages = facts.all(ContentPage)
    found = _sample(summary, said.fact.content if said else None, pages)
    notes += list(_reading_notes(found, crawl, [said] if said else [], [seen for seen in pages if seen.fact.thin]))
    return (found if found.pages else None), notes


def _sample(
    summary: Seen[ContentSample], declared: DeclaredContent | None, pages: Sequence[Seen[ContentPage]]
) -> Sample:
    drawn = {seen.fact.start: seen for seen in pages if seen.fact.purpose == "content"}
    crawled = [seen for seen in pages if seen.fact.purpose == "crawl" and seen.fact.url not in drawn]
    guessed = [*crawled, *(() if summary.fact.patterns else drawn.values())]
    surely, perhaps = (tuple(seen for seen in guessed if health(seen.fact) == one) for one in ("surely", "perhaps"))
    undrawn = [seen for seen in surely if not (declared and declared.holds(seen.fact.url))]
    if not summary.fact.patterns:
        return Sample(summary, declared, tuple({seen.fact.url: seen for seen in surely}.values()), (), perhaps)
    every = {seen.fact.url: seen for seen in (*drawn.values(), *undrawn)}
    unread = tuple(url for url in summary.fact.drawn if url not in drawn)
    return Sample(summary, declared, tuple(every.values()), unread, perhaps)


def _reading_notes(
    found: Sample, crawl: Seen[Crawl], said: list[Seen[Declaration]], thin: Sequence[Seen[ContentPage]]
) -> Iterator[Note]:
    """What stands in the way of a sample; ``thin`` pages, that only a browser could show, may be content."""
    summary, fewest = found.summary, int(patterns(CONTENT)["bounds"]["fewest"])
    read, population = len(found.pages), summary.fact.population
    if summary.fact.patterns and not summary.fact.drawn:
        yield note("declared_none_found", summary, *said, patterns=", ".join(summary.fact.patterns))
    elif summary.fact.patterns and read < min(fewest, population):
        yield note("too_few_read", summary, read=read, population=population)
    if found.pages or found.unread:
        return
    if found.perhaps:
        first = found.perhaps[0]
        yield note("maybe_health", *found.perhaps[:5], pages=len(found.perhaps), url=first.fact.url)
    elif crawl.fact.truncated or summary.fact.cut or summary.fact.sitemap == "unreadable":
        yield note("not_all_seen", crawl, summary, why=crawl.fact.why or "sitemap.xml")
    elif thin:
        yield note("not_all_seen", crawl, summary, *thin[:5], why=f"JavaScript, {thin[0].fact.url}")
    else:
        yield note("none_found", crawl, summary, pages=crawl.fact.pages)


def health(page: ContentPage) -> Sureness:
    """Whether a page that nobody declared is health content, by its types, its markup and its words."""
    known = patterns(CONTENT)
    if re.search(known["never"], plain(page.title)) or page.thin:
        return "no"
    types = set(page.structured.types)
    if types & set(known["types"]["health"]):
        return "surely"
    bare = plain(" ".join(block.text for block in page.main))
    kinds = sum(re.search(word, bare) is not None for word in known["words"])
    if page.article or types & set(known["types"]["article"]):
        enough = known["surely"]
        if kinds >= enough["kinds"] and page.words >= enough["words"]:
            return "surely"
    enough = known["perhaps"]
    return "perhaps" if kinds >= enough["kinds"] and page.words >= enough["words"] else "no"
