"""Every address that SEC-07 answers for: of the candidate's requests, answers and pages, and of its calls at the space.

Addresses of other parties belong to GDP-08.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

import msgspec

from criteria.check import Facts, Seen
from criteria.facts.html import Page
from criteria.facts.http.addresses import Address
from criteria.facts.http.urls import host_of
from criteria.security.first_party import is_first_party

IMPOSED = frozenset(("subject.identifier", "subject:identifier", "identifier", "code", "date"))
"""Query parameters that the contract of the space imposes (the closed list of the rule)."""


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """One address, where it stood (``request``, ``Location``, ``<a href>``), and what shows it."""

    url: str
    place: str
    seen: Seen[Any]
    at_space: bool = False
    cut: bool = False

    @property
    def searched(self) -> str:
        """What a canary must not stand in: at the space, the parameters that its contract imposes are left out."""
        if not self.at_space:
            return self.url
        head, mark, query = self.url.partition("?")
        kept = (one for one in query.split("&") if unquote_plus(one.partition("=")[0]).lower() not in IMPOSED)
        return f"{head}{mark}{'&'.join(kept)}"


class Hosts:
    """Whose host an address is, each host asked once."""

    def __init__(self, facts: Facts) -> None:
        self._candidate = facts.candidate
        self._known: dict[str, bool] = {}

    def own(self, url: str) -> bool:
        """Whether the candidate answers for the host of ``url``."""
        host = host_of(url)
        if host not in self._known:
            self._known[host] = is_first_party(host, self._candidate)
        return self._known[host]


def placed(facts: Facts) -> Iterator[Placed]:
    """Each address once for each place, in recorded order."""
    hosts = Hosts(facts)
    known: set[tuple[str, str, bool]] = set()
    for one in (*_exchanged(facts, hosts), *_in_pages(facts, hosts)):
        key = (one.place, one.url, one.at_space)
        if key not in known:
            known.add(key)
            yield one


def _exchanged(facts: Facts, hosts: Hosts) -> Iterator[Placed]:
    for seen in facts.all(Address):
        one = seen.fact
        # A Referer is carried to the host that is asked, whoever wrote it.
        if one.at_space or hosts.own(one.sent_to if one.place == "Referer" else one.url):
            yield Placed(url=one.url, place=one.place, seen=seen, at_space=one.at_space, cut=one.cut)


def _in_pages(facts: Facts, hosts: Hosts) -> Iterator[Placed]:
    for seen in facts.all(Page):
        if hosts.own(seen.fact.url):
            found = ((place, url) for place, url in _written(seen.fact) if url and hosts.own(url))
            yield from (Placed(url=url, place=place, seen=seen) for place, url in found)


def _written(page: Page) -> Iterator[tuple[str, str]]:
    """Every address that a page makes a browser ask for, by itself or at a click."""
    yield from (("<a href>", link.url) for link in page.links)
    yield from (("<form action>", form.action) for form in page.forms)
    yield from (("<script src>", script.url) for script in page.scripts)
    yield from ((f"<{one.tag}>", one.url) for one in page.subresources)
    yield from (("<iframe src>", frame) for frame in page.frames)
    yield "<meta refresh>", page.refresh
