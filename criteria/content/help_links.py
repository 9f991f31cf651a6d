"""Help, reporting and contact: links within two clicks of every page, a form that works, the vigilance portal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from criteria.check import Note, Seen, note
from criteria.content.legal_notice import LEGAL
from criteria.crawled import Site, address
from criteria.facts.dossier import Declaration
from criteria.facts.html import Link, Page
from criteria.page_kinds import labelled, path_of, patterns, titled
from criteria.submitted_forms import takes_messages

JOURNEY = "contact_support"


def help_notes(site: Site) -> Iterator[Note]:
    """Whether help and a way to report lie within two clicks of every page; nothing when they do."""
    for need in ("help", "report"):
        offering = {url for url, seen in site.pages.items() if any(_leads(link, need) for link in seen.fact.links)}
        lacking = [url for url in site.pages if not _within_reach(site, url, need, offering)]
        if not lacking:
            continue
        first = site.pages[lacking[0]]
        if site.shows_all:
            yield note(f"no_{need}", first, url=lacking[0], pages=len(lacking))
        else:
            yield note("help_not_all_seen", first, url=lacking[0], pages=len(lacking), need=need)


def _leads(link: Link, need: str) -> bool:
    """Whether a link's words announce help; an e-mail address shown as such announces nothing."""
    known = patterns(LEGAL)["help"]
    named = "@" not in link.text and labelled(link, known[need])
    return named or re.search(known[f"path_{need}"], path_of(link.url)) is not None


def _within_reach(site: Site, url: str, need: str, offering: set[str]) -> bool:
    known, page = patterns(LEGAL)["help"], site.pages[url]
    if url in offering or titled(page.fact, known[need]) or re.search(known[f"path_{need}"], path_of(url)):
        return True
    return any(site.end_of(address(link)) in offering for link in page.fact.links)


def contact_forms(site: Site) -> list[Seen[Page]]:
    """Pages with a form for messages to the publisher."""
    contact, path = patterns(LEGAL)["contact_link"], patterns(LEGAL)["help"]["path_report"]
    forms = [(url, seen) for url, seen in site.pages.items() if takes_messages(seen.fact)]
    return [seen for url, seen in forms if titled(seen.fact, contact) or re.search(path, path_of(url))]


def vigilance_notes(site: Site, said: Seen[Declaration]) -> Iterator[Note]:
    """Whether a declared device links to the national portal; nothing for what is none, or when it does."""
    device = said.fact.medical_device
    links = (link for seen in site.pages.values() for link in seen.fact.links)
    linked = any(re.search(patterns(LEGAL)["vigilance"], link.url) for link in links)
    if device is not None and device.is_device and not linked:
        yield note("no_vigilance" if site.shows_all else "vigilance_not_all_seen", said, pages=len(site.pages))
