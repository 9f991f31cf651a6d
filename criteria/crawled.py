"""What the crawl shows of a site: its pages, what they link to, and how many clicks lie between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from criteria.check import Facts, Seen
from criteria.facts.browser import RenderedPage
from criteria.facts.html import Link, Page, Script
from criteria.facts.http import Crawl, Exchange, click_distances
from criteria.facts.http.urls import canonical

CLICKS = 2
"""Within how many clicks the criteria ask for a page."""


class Site(msgspec.Struct, frozen=True):
    """One crawl. ``pages`` answered 200 without a session, by canonical address; ``redirects`` are addresses."""

    summary: Seen[Crawl] | None
    pages: dict[str, Seen[Page]]
    answers: dict[str, Seen[Exchange]]
    redirects: dict[str, str]

    @property
    def whole(self) -> bool:
        """Whether the crawl met no bound."""
        return self.summary is not None and not self.summary.fact.truncated

    @property
    def scripted(self) -> Seen[Page] | None:
        """A page that runs scripts, which could add links that the instrument does not see."""
        return next((seen for seen in self.pages.values() if any(map(runs, seen.fact.scripts))), None)

    @property
    def shows_all(self) -> bool:
        """Whether what was not found is not there (rules of GDP-01 and CON-01)."""
        return self.whole and self.scripted is None

    def within(self, start: str, clicks: int = CLICKS) -> dict[str, int]:
        """Clicks from ``start`` to every address within reach."""
        links = {url: [address(link) for link in seen.fact.links] for url, seen in self.pages.items()}
        return click_distances(canonical(start) or start, links, self.redirects, clicks)

    def end_of(self, url: str) -> str:
        """The address that ``url`` leads to after its redirects."""
        seen: set[str] = set()
        while url in self.redirects and url not in seen:
            seen.add(url)
            url = self.redirects[url]
        return url

    def links_near(self, start: str, clicks: int = CLICKS) -> Iterator[tuple[Seen[Page], Link]]:
        """Every link that a person can follow as one of the first ``clicks`` clicks, with its page."""
        for url in self.within(start, clicks - 1):
            seen = self.pages.get(url)
            if seen is not None:
                yield from ((seen, link) for link in seen.fact.links)


def address(link: Link) -> str:
    """Where a link leads, canonical and without fragment; as written where it has no such form."""
    return canonical(link.url) or link.url


def site_of(facts: Facts) -> Site:
    """The crawled site, from the facts ``Crawl``, ``Page`` and ``Exchange``."""
    answers = {_canonical(seen.fact.url): seen for seen in facts.all(Exchange) if _crawled(seen.fact)}
    shown = (seen for seen in facts.all(Page) if _crawled(seen.fact) and seen.fact.status == 200)
    pages = {_canonical(seen.fact.url): seen for seen in shown}
    redirects = dict(_redirects(answers, pages.values()))
    return Site(facts.first(Crawl), pages, answers, redirects)


def _redirects(answers: dict[str, Seen[Exchange]], pages: Iterable[Seen[Page]]) -> Iterator[tuple[str, str]]:
    for url, seen in answers.items():
        if seen.fact.location:
            yield url, _canonical(seen.fact.location)
    for page in pages:
        if page.fact.refresh:
            yield _canonical(page.fact.url), _canonical(page.fact.refresh)


def runs(script: Script) -> bool:
    """Whether a browser executes it; data blocks (JSON-LD) add nothing (HTML standard, section 4.12.1)."""
    kind = script.type.partition(";")[0].strip().lower()
    return kind in ("", "module") or kind.endswith(("javascript", "ecmascript"))


def _crawled(one: Exchange | Page) -> bool:
    return one.context == "anonymous" and one.purpose == "crawl"


def _canonical(url: str) -> str:
    return canonical(url) or url


def with_rendered(site: Site, rendered: Iterable[Seen[RenderedPage]]) -> Site:
    """The site with what a visitor's browser made of its pages that run scripts, where it loaded them untouched.

    Such a page has the links and the text of the final DOM, those of the response too, and no script left to run.
    """
    shown: dict[str, Seen[RenderedPage]] = {}
    for seen in rendered:
        if seen.fact.record.state == "untouched" and not seen.fact.record.cut and seen.fact.page.status == 200:
            shown.setdefault(_canonical(seen.fact.page.url), seen)
    pages = {url: _joined(seen, shown[url]) if url in shown else seen for url, seen in site.pages.items()}
    return Site(site.summary, pages, site.answers, site.redirects)


def _joined(served: Seen[Page], rendered: Seen[RenderedPage]) -> Seen[Page]:
    if not any(map(runs, served.fact.scripts)):
        return served
    page, final = served.fact, rendered.fact.page
    joined = msgspec.structs.replace(
        final,
        context=page.context,
        purpose=page.purpose,
        depth=page.depth,
        parent=page.parent,
        start=page.start,
        links=tuple(dict.fromkeys((*page.links, *final.links))),
        links_more=page.links_more + final.links_more,
        scripts=(),
    )
    return Seen(joined, rendered.observation)
