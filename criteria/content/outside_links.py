"""Whether the links to sources work (CON-08): only 404 and 410 say that nothing is there."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, note
from criteria.content.sample import CONTENT
from criteria.facts.content_sample import OutsideLink, OutsideLinks
from criteria.page_kinds import patterns


def link_notes(facts: Facts, links: set[str]) -> Iterator[Note]:
    """What the links answered; ``links`` are those that the sampled pages cite."""
    summary = facts.first(OutsideLinks)
    if summary is None:
        yield note("links_unasked")
        return
    asked = [seen for seen in facts.all(OutsideLink) if seen.fact.url in links]
    answered = [seen for seen in asked if seen.fact.status]
    dead = [seen for seen in answered if seen.fact.dead]
    if dead and len(dead) > float(patterns(CONTENT)["bounds"]["dead_share"]) * len(asked):
        first = dead[0].fact
        yield note("dead_links", *dead, dead=len(dead), asked=len(asked), url=first.url, status=first.status,
                   page=first.pages[0] if first.pages else "-")
    elif dead:
        yield note("some_dead", *dead, dead=len(dead), asked=len(asked), url=dead[0].fact.url)
    if links and not answered:
        yield note("offline", summary, links=len(links), why=summary.fact.offline or "-")
    elif links:
        silent = len(links) - len(answered)
        yield note("links_answered", summary, links=len(links), answered=len(answered), silent=silent)
