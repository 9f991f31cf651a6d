"""Whether the service says what it is not, and shows whom to call: statement and emergency numbers (CON-10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from criteria.check import Note, Seen, note
from criteria.crawled import Site, address
from criteria.facts.html import Page
from criteria.page_kinds import patterns, plain_text

CARE = "care_words"
COMMON = 0.9
"""Share of the pages that must link to a page for it to be common to them."""


def statement_notes(site: Site) -> Iterator[Note]:
    """Whether the service says that it replaces no professional, at first use or wherever content is read."""
    stating = {url: seen for url, seen in site.pages.items() if _says("sure", seen.fact)}
    starts = site.summary.fact.starts if site.summary else {}
    onboarding = {site.end_of(url) for name, url in starts.items() if name in ("home", "sign_up")}
    if onboarding & stating.keys() or len(stating) >= COMMON * len(site.pages) or any(
        _common(site, url) for url in stating
    ):
        return
    shown_first = {url for url in site.pages if url in onboarding or _common(site, url)}
    unclear = [site.pages[url] for url in shown_first if _says("unclear", site.pages[url].fact)]
    if stating or unclear:
        found = [*stating.values(), *unclear]
        yield note("statement_unclear", *found[:3], url=found[0].fact.url)
    elif site.shows_all:
        yield note("no_statement", *_summary(site), pages=len(site.pages))
    else:
        yield note("statement_not_all_seen", *_summary(site), pages=len(site.pages))


def _says(how: str, page: Page) -> bool:
    return re.search(patterns(CARE)["statement"][how], plain_text(page.text)) is not None


def _common(site: Site, url: str) -> bool:
    """Whether nearly every page links to this one."""
    linking = sum(
        any(site.end_of(address(link)) == url for link in seen.fact.links) for seen in site.pages.values()
    )
    return linking >= COMMON * (len(site.pages) - 1) and len(site.pages) > 1


def emergency_notes(site: Site) -> Iterator[Note]:
    """Whether 15 or 112, and 114, lie within two clicks of the main screen; nothing when they do."""
    home = site.summary.fact.starts.get("home", "") if site.summary else ""
    near = [seen for url, seen in site.pages.items() if url in site.within(home)]
    if not near:
        yield note("home_unread", *_summary(site))
        return
    for need in ("general", "deaf"):
        if not any(shows_number(seen.fact, need) for seen in near):
            clause = f"no_{need}_number" if site.shows_all else "numbers_not_all_seen"
            yield note(clause, near[0], pages=len(near), number="114" if need == "deaf" else "15, 112")


def shows_number(page: Page, need: str) -> bool:
    """Whether the page shows the number among words of emergency, or as a link that calls it."""
    linked = any(re.search(patterns(CARE)["emergency"][f"{need}_link"], link.url.lower()) for link in page.links)
    return linked or speaks(need, [plain_text(page.text)])


def speaks(need: str, texts: Iterable[str]) -> bool:
    """Whether any of these plain texts shows the emergency number ``need`` (``general``, ``deaf``)."""
    return any(re.search(patterns(CARE)["emergency"][need], text) for text in texts)


def advises(texts: Iterable[str]) -> bool:
    """Whether any of these plain texts advises to seek care."""
    return any(re.search(patterns(CARE)["advice"], text) for text in texts)


def _summary(site: Site) -> list[Seen[Any]]:
    return [site.summary] if site.summary else []
