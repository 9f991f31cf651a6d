"""Which crawled pages are the legal notice, and what they say of publisher and host."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from criteria.check import Seen
from criteria.crawled import Site, address
from criteria.facts.dossier_words import name_in
from criteria.facts.html import Link, Page
from criteria.facts.html_contacts import emails, phones, postal, shown
from criteria.page_kinds import labelled, patterns, plain_text, speaks_of, titled

LEGAL = "legal_patterns"
State = Literal["given", "unclear", "missing"]


def legal_pages(site: Site) -> dict[str, Seen[Page]]:
    """Pages that the site calls its legal notice, or that say what one says, by address."""
    label = patterns(LEGAL)["label"]["title"]
    called = {site.end_of(address(link)) for page in site.pages.values() for link in announcing(page.fact)}
    fewest = int(patterns(LEGAL)["surely"])
    return {
        url: seen
        for url, seen in site.pages.items()
        if url in called or titled(seen.fact, label) or len(speaks_of(LEGAL, seen.fact.text)) >= fewest
    }


def announcing(page: Page) -> Iterator[Link]:
    """Links that announce a legal notice."""
    label = patterns(LEGAL)["label"]
    yield from (link for link in page.links if labelled(link, label["title"], label["path"]))


class LegalText(msgspec.Struct, frozen=True):
    """All legal pages read as one; ``own`` is what they say outside their passages on the host."""

    pages: Sequence[Seen[Page]]
    publisher: str
    host: str

    @property
    def whole(self) -> str:
        """The plain text of all pages."""
        return " | ".join(shown(seen.fact) for seen in self.pages)

    @property
    def hosting(self) -> str:
        """The passages that follow a word for the host."""
        return " | ".join(self.whole[start:end] for start, end in self._spans())

    @property
    def own(self) -> str:
        """What is left without those passages."""
        parts, place = [], 0
        for start, end in self._spans():
            parts.append(self.whole[place:start])
            place = end
        return " | ".join([*parts, self.whole[place:]])

    def _spans(self) -> list[tuple[int, int]]:
        known = patterns(LEGAL)["host_part"]
        spans: list[tuple[int, int]] = []
        for found in re.finditer(known["starts"], self.whole):
            start, end = found.start(), found.start() + int(known["length"])
            if spans and start <= spans[-1][1]:
                continue
            spans.append((start, end))
        return spans


def states(text: LegalText) -> Iterator[tuple[str, State]]:
    """(item, state) of every item that a legal notice must give."""
    yield "name", _by_name("name", text.publisher, text.whole)
    yield "address", _state("address", text.whole, bool(postal(text.own)) or len(_places(text)) > 1)
    yield "contact", _state("contact", text.whole, _reachable(text))
    yield "registration", _pattern("registration", text.whole)
    yield "director", _pattern("director", text.whole)
    yield "host_name", _by_name("host_name", text.host, text.whole)
    yield "host_address", _host_address(text)


def _state(item: str, text: str, given: bool) -> State:
    if given:
        return "given"
    return "unclear" if re.search(patterns(LEGAL)["items"][item]["words"], text) else "missing"


def _pattern(item: str, text: str) -> State:
    return _state(item, text, re.search(patterns(LEGAL)["items"][item]["value"], text) is not None)


def _by_name(item: str, name: str, text: str) -> State:
    return "given" if name and name_in(name, text) else _pattern(item, text)


def _places(text: LegalText) -> set[int]:
    """Postal addresses, those that overlap counted once."""
    return {place // 60 for place in postal(text.whole)}


def _reachable(text: LegalText) -> bool:
    """An e-mail address, a telephone number or a contact page; a social network alone is none."""
    known = patterns(LEGAL)
    links = [link for seen in text.pages for link in seen.fact.links if not re.search(known["social"], link.url)]
    hidden = any("email-protection" in link.url for link in links)
    asked = any(labelled(link, known["contact_link"]) for link in links)
    return bool(any(emails(seen.fact) for seen in text.pages) or phones(text.whole) or hidden or asked)


def _host_address(text: LegalText) -> State:
    own = re.search(patterns(LEGAL)["host_part"]["own"], text.hosting)
    given = bool(postal(text.hosting)) or (own is not None and bool(postal(text.own)))
    return _state("host_address", text.hosting, given)


def plain_length(text: LegalText) -> int:
    """The number of words of the legal pages."""
    return sum(len(plain_text(seen.fact.text).split()) for seen in text.pages)
