"""The pages of the candidate that a browser would show: an exchange and what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from criteria.check import Facts, Note, Seen, note
from criteria.facts.html import Page
from criteria.facts.http import Csp, Exchange, header_csp
from criteria.facts.http.urls import canonical
from criteria.security.first_party import is_first_party


class Shown(msgspec.Struct, frozen=True):
    """One HTML response of a first-party host that is shown: no redirect, no download."""

    exchange: Seen[Exchange]
    page: Page

    @property
    def url(self) -> str:
        """Its address, canonical where it has such a form."""
        return canonical(self.exchange.fact.url) or self.exchange.fact.url

    @property
    def csp(self) -> Csp:
        """The policies of its header fields and of its ``<meta>`` elements."""
        return header_csp(self.exchange.fact, self.page.meta_csp)


Fault = tuple[str, str]
"""A clause, and the value that its sentence names."""


def shown_pages(facts: Facts) -> tuple[Shown, ...]:
    """Every shown page in recorded order, error pages included."""
    pages = {seen.observation.id: seen.fact for seen in facts.all(Page)}
    return tuple(
        Shown(seen, pages[seen.observation.id])
        for seen in facts.all(Exchange)
        if seen.observation.id in pages and _is_shown(seen.fact) and is_first_party(seen.fact.host, facts.candidate)
    )


def _is_shown(answer: Exchange) -> bool:
    attached = answer.value("content-disposition").strip().lower().startswith("attachment")
    return not answer.location and not attached


def page_notes(shown: Iterable[Shown], faults: Callable[[Shown], Iterable[Fault]]) -> Iterator[Note]:
    """One note for each distinct fault, naming the first page that has it and how many do."""
    found: dict[Fault, list[Shown]] = {}
    for one in shown:
        for fault in dict.fromkeys(faults(one)):
            found.setdefault(fault, []).append(one)
    for (clause, value), pages in found.items():
        seen = [one.exchange for one in pages]
        yield note(clause, *seen, url=pages[0].url, pages=len({one.url for one in pages}), value=value)
