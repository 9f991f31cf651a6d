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
    page = page_at(site, base, path)
    if page is None:
        return Quoted("unrecorded")
    if plain(quote) and plain(quote) in plain_text(page.fact.text):
        return Quoted("shown", page)
    hidden = page.fact.script_rendered or page.fact.cut
    return Quoted("unread" if hidden else "absent", page)


def page_at(site: Site, base: str, path: str) -> Seen[Page] | None:
    """The recorded page at ``path`` of the site, redirects followed."""
    url = resolve(f"{base}/", path)
    return site.pages.get(site.end_of(canonical(url) or url))
