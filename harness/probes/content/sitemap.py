"""The addresses that a site lists in its sitemap (sitemaps.org), read without an XML parser and within bounds."""

from __future__ import annotations

import re
import zlib
from html import unescape

import msgspec

from criteria.facts.http.urls import canonical, resolve
from harness.net import Answer, Ask, Labels, follow
from harness.probes.http.record import record
from harness.probing import ProbeRoom

PURPOSE = "sitemap"
MOST_FILES, MOST_LISTED, MOST_UNPACKED = 10, 20_000, 8 * 1024 * 1024
_LOCATION = re.compile(rb"<(?:[A-Za-z]{1,20}:)?loc>\s{0,100}(?:<!\[CDATA\[)?\s{0,100}([^<>\]]{1,2000})")
_NAMED = re.compile(rb"(?im)^\s{0,20}sitemap\s{0,5}:\s{0,20}(\S{1,2000})")


class Listed(msgspec.Struct, frozen=True):
    """The addresses in order; ``state`` is ``read``, ``absent`` or ``unreadable``, ``cut`` that a bound was met."""

    urls: tuple[str, ...]
    state: str
    cut: bool


def listed(room: ProbeRoom) -> Listed:
    """Read the sitemaps that robots.txt names, else ``/sitemap.xml``, and those that an index names."""
    waiting = _named(room) or [f"{room.base_url}/sitemap.xml"]
    known, urls, states = set(waiting), dict[str, None](), set[str]()
    cut = False
    for _ in range(MOST_FILES):
        if not waiting:
            break
        state, found, index = _read(room, waiting.pop(0))
        states.add(state)
        if index:
            waiting += [url for url in found if url not in known]
            known.update(found)
        else:
            urls.update(dict.fromkeys(found))
    cut = bool(waiting) or len(urls) > MOST_LISTED
    worst = "unreadable" if "unreadable" in states else "read" if "read" in states else "absent"
    return Listed(tuple(urls)[:MOST_LISTED], worst, cut)


def _named(room: ProbeRoom) -> list[str]:
    answer = _ask(room, f"{room.base_url}/robots.txt")
    if answer.status != 200:
        return []
    found = [resolve(answer.url, name.decode("utf-8", "replace")) for name in _NAMED.findall(answer.body[:200_000])]
    return list(dict.fromkeys(filter(None, found)))[:MOST_FILES]


def _read(room: ProbeRoom, url: str) -> tuple[str, list[str], bool]:
    """The state of one file, what it lists, and whether it is an index."""
    answer = _ask(room, url)
    if answer.status in (404, 410):
        return "absent", [], False
    body = _unpacked(answer.body)
    if answer.status != 200 or (b"<urlset" not in body[:5000] and b"<sitemapindex" not in body[:5000]):
        is_page = answer.status == 200 and b"<html" in body[:5000].lower()
        return ("absent" if is_page else "unreadable"), [], False
    texts = (unescape(raw.decode("utf-8", "replace")).strip() for raw in _LOCATION.findall(body))
    found = [canonical(text) for text in texts]
    return "read", [one for one in found if one][: MOST_LISTED + 1], b"<sitemapindex" in body[:5000]


def _ask(room: ProbeRoom, url: str) -> Answer:
    ask = Ask(
        method="GET", url=url, cookie="", keep_cookies=False, verify="record",
        labels=Labels(context="none", purpose=PURPOSE, start=url),
    )
    trail = follow(room.http, ask, max_hops=3)
    for answer in trail.answers:
        record(room, answer)
    return trail.last


def _unpacked(body: bytes) -> bytes:
    """A file that is stored compressed, up to a bound; anything else as it is."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(31).decompress(body, MOST_UNPACKED)
    except zlib.error:
        return b""
