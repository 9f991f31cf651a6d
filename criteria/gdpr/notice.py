"""Which crawled pages are privacy notices, in which language, and which links announce one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from criteria.check import Seen
from criteria.crawled import Site, address
from criteria.facts.html import Link, Page
from criteria.page_kinds import Sureness, labelled, patterns, speaks_of, titled, words

NOTICE = "notice_patterns"
SURE_LANGUAGE = 0.3


def notices(site: Site, sureness: Sureness = "surely") -> dict[str, Seen[Page]]:
    """The notices of the site, by address; ``perhaps`` are pages that only their label or some words announce."""
    announced = {site.end_of(address(link)) for page in site.pages.values() for link in announcing(page.fact)}
    return {url: seen for url, seen in site.pages.items() if _sureness(seen.fact, url in announced) == sureness}


def french_notices(site: Site) -> tuple[Seen[Page], ...]:
    """The pages that are surely notices and surely in French."""
    return tuple(seen for seen in notices(site).values() if spoken(seen.fact) == "fr")


def announcing(page: Page) -> Iterator[Link]:
    """Links whose words announce a notice."""
    label = patterns(NOTICE)["label"]
    yield from (link for link in page.links if labelled(link, label["wide"], label["path"]))


def names_notice(link: Link) -> bool:
    """Whether the link's words can only mean the notice."""
    return labelled(link, patterns(NOTICE)["label"]["strict"])


def spoken(page: Page) -> Literal["fr", "foreign", "unclear"]:
    """The language of the text, as far as it is sure; a page in two languages is unclear."""
    if page.confidence < SURE_LANGUAGE or not page.language:
        return "unclear"
    return "fr" if page.language == "fr" else "foreign"


def _sureness(page: Page, announced: bool) -> Sureness:
    bounds = patterns(NOTICE)["thresholds"]
    found = len(speaks_of(NOTICE, page.text))
    announced = announced or titled(page, patterns(NOTICE)["label"]["wide"])
    if words(page.text) < bounds["fewest_words"]:
        return "perhaps" if announced and found else "no"
    if found >= bounds["surely"] or (announced and found >= bounds["labelled"]):
        return "surely"
    return "perhaps" if announced else "no"
