"""Asks each link to a source once, as gently as can be, and records the status alone."""

from __future__ import annotations

import time
from collections.abc import Iterable

from criteria.content.cited_sources import source_links
from criteria.facts.content_sample import LINK_KIND, OUTSIDE_KIND, OutsideLink, OutsideLinks
from criteria.facts.editorial import ContentPage
from criteria.facts.http.urls import host_of
from criteria.observation import Look
from harness.net import Ask, Labels, Trail, follow
from harness.probes.content.sample import KEPT, drawn_pages
from harness.probing import ProbeRoom

PURPOSE = "outside"
MOST_LINKS, MOST_BODY, MOST_HOPS, MOST_PAGES = 200, 16 * 1024, 5, 20
SECONDS = 300.0
NO_NETWORK = 5
"""So many hosts without any answer, and none with one, and there is no network."""


def run(look: Look, room: ProbeRoom) -> None:
    """One ``outside.link`` for each link asked, then ``outside.links_summary``, which says what was left and why.

    Loopback and private addresses are refused by the client's policy; a lab asks only the hosts of its own world.
    """
    found = _links(room)
    allowed = [url for url in found if room.manifest.profile != "lab" or host_of(url) in room.manifest.world]
    until = time.monotonic() + SECONDS
    asked: list[OutsideLink] = []
    for url in allowed[:MOST_LINKS]:
        if time.monotonic() > until or _no_network(asked):
            break
        asked.append(_asked(room, url, found[url]))
        room.observe(kind=LINK_KIND, data=asked[-1], target=url)
    summary = OutsideLinks(
        found=len(found), asked=len(asked), left=len(found) - len(asked), offline=_offline(found, allowed, asked)
    )
    room.observe(kind=OUTSIDE_KIND, data=summary, target=look.target)


def _links(room: ProbeRoom) -> dict[str, tuple[str, ...]]:
    """Every link to a source of the sampled pages, with the pages that cite it, in the order of the pages."""
    pages: Iterable[ContentPage] = room.around.kept.get(KEPT) or drawn_pages(room)
    candidate = room.manifest.candidate()
    found: dict[str, list[str]] = {}
    for page in pages:
        for url in source_links(page, candidate):
            found.setdefault(url, []).append(page.url)
    return {url: tuple(citing[:MOST_PAGES]) for url, citing in found.items()}


def _asked(room: ProbeRoom, url: str, pages: tuple[str, ...]) -> OutsideLink:
    """HEAD; where that is not answered well, GET, since many servers refuse or mishandle HEAD."""
    trail = _send(room, "HEAD", url)
    if not 200 <= trail.last.status < 300:
        again = _send(room, "GET", url)
        trail = again if again.last.status or not trail.last.status else trail
    last = trail.last
    end = last.url if last.url != url else ""
    method, error = last.exchange.request.method, last.exchange.error
    return OutsideLink(url=url, status=last.status, error=error, method=method, end=end, pages=pages)


def _send(room: ProbeRoom, method: str, url: str) -> Trail:
    ask = Ask(
        method=method,
        url=url,
        cookie="",
        keep_cookies=False,
        beyond_scope=True,
        max_body=MOST_BODY,
        labels=Labels(context="outside", purpose=PURPOSE),
    )
    return follow(room.http, ask, max_hops=MOST_HOPS)


def _no_network(asked: list[OutsideLink]) -> bool:
    silent = {host_of(one.url) for one in asked if not one.status}
    return len(silent) >= NO_NETWORK and not any(one.status for one in asked)


def _offline(found: dict[str, tuple[str, ...]], allowed: list[str], asked: list[OutsideLink]) -> str:
    if found and not allowed:
        return "lab"
    return "no_network" if asked and not any(one.status for one in asked) else ""
