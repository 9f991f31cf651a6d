"""What a crawl covered, and how many clicks lie between its pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

import msgspec

from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

SUMMARY_KIND = "http.crawl_summary"


class Unreached(msgspec.Struct, frozen=True):
    """A link that the crawl saw and did not read, and why (``destructive``, ``not_html``, ``pages``, ...)."""

    url: str
    why: str


class Crawl(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of one crawl. Absence may be concluded only when ``truncated`` is false.

    ``starts`` maps each start (``home``, ``sign_up``) to its address and ``reached`` to whether it answered
    with a page; ``why`` names the bounds met (``pages``, ``links``, ``assets``, ``variants``, ``cut``,
    ``error``), comma-joined.
    """

    pages: int
    assets: int
    truncated: bool
    why: str = ""
    unreached: tuple[Unreached, ...] = ()
    unreached_more: int = 0
    starts: dict[str, str] = {}
    reached: dict[str, bool] = {}
    max_depth: int = 3


@extractor(Crawl, kind=SUMMARY_KIND, version=1)
def crawls(seen: Observation, blob: Blob) -> Iterable[Crawl]:
    """The summary of each crawl."""
    yield msgspec.convert(seen.data, Crawl)


def click_distances(
    start: str, links: Mapping[str, Iterable[str]], redirects: Mapping[str, str], limit: int = 3
) -> dict[str, int]:
    """Least number of clicks from ``start`` to every address, up to ``limit``.

    ``links`` maps a page's address to the addresses it links to; ``redirects`` an address to where it sent
    us. A redirect costs no click, and both its ends get the distance. ``start`` itself is at 0.
    """
    found: dict[str, int] = {}
    queue = deque([(start, 0)])
    while queue:
        url, clicks = queue.popleft()
        if url in found:
            continue
        found[url] = clicks
        if url in redirects:
            queue.appendleft((redirects[url], clicks))
        if clicks < limit:
            queue.extend((link, clicks + 1) for link in links.get(url, ()))
    return found
