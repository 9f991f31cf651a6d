"""Sentences that the dossier quotes from public pages: whether the recorded page shows them."""

from __future__ import annotations

from typing import Literal

import msgspec

from criteria.check import Seen
from criteria.crawled import Site
from criteria.facts.dossier_words import plain
from criteria.facts.html import Page
from criteria.facts.http.urls import canonical, resolve
from criteria.page_kinds import plain_text

State = Literal["shown", "absent", "unread", "unrecorded"]


class Quoted(msgspec.Struct, frozen=True):
    """What became of one quote. ``unread``: the page needs scripts, or was cut."""

    state: State
    page: Seen[Page] | None = None


def quoted(site: Site, base: str, path: str, quote: str) -> Quoted:
    """Look for ``quote`` on the page at ``path``; spelling of spaces, quotes and accents does not count."""
    pages = pages_at(site, base, path)
    if not pages:
        return Quoted("unrecorded")
    for seen in pages:
        if plain(quote) and plain(quote) in plain_text(seen.fact.text):
            return Quoted("shown", seen)
    unread = next((seen for seen in pages if seen.fact.script_rendered or seen.fact.cut), None)
    return Quoted("unread", unread) if unread else Quoted("absent", pages[0])


def pages_at(site: Site, base: str, path: str) -> list[Seen[Page]]:
    """The recorded page at ``path``, redirects followed, then its variants (a site may speak several languages)."""
    wanted = resolve(f"{base}/", path)
    first = site.pages.get(site.end_of(canonical(wanted) or wanted))
    others = [seen for url, seen in site.pages.items() if _bare(url) == _bare(wanted) and seen is not first]
    return [*([first] if first else []), *others]


def _bare(url: str) -> str:
    """The address without query and fragment."""
    return (canonical(url) or url).partition("#")[0].partition("?")[0]
