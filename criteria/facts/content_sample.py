"""How the sample of health content pages was drawn, and what the links to its sources answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

SAMPLE_KIND = "content.sample_summary"
LINK_KIND = "outside.link"
OUTSIDE_KIND = "outside.links_summary"
MOST_DRAWN = 50


class ContentSample(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``population`` addresses were known, ``drawn`` are those asked, by ``seed``. ``patterns`` are those of the
    dossier; without any, what may be content was guessed from addresses. ``sitemap`` is ``read``, ``absent`` or
    ``unreadable``; ``cut`` says that not every address could be known."""

    seed: str
    patterns: tuple[str, ...] = ()
    population: int = 0
    drawn: tuple[str, ...] = ()
    sitemap: str = "absent"
    cut: bool = False


class OutsideLink(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One source link that was asked. ``status`` is that of the last answer (0: none, see ``error``); ``end`` its
    address when it is another; ``pages`` are those that cite it."""

    url: str
    status: int = 0
    error: str = ""
    method: str = ""
    end: str = ""
    pages: tuple[str, ...] = ()

    @property
    def dead(self) -> bool:
        """Whether the host itself says that nothing is there."""
        return self.status in (404, 410)


class OutsideLinks(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of asking. ``offline`` is ``""``, ``no_network`` or ``lab`` (a lab asks only the hosts of its world)."""

    found: int = 0
    asked: int = 0
    left: int = 0
    offline: str = ""


@extractor(ContentSample, kind=SAMPLE_KIND, version=1)
def samples(seen: Observation, blob: Blob) -> Iterable[ContentSample]:
    """The summary that ends the look."""
    yield msgspec.convert(seen.data, ContentSample)


@extractor(OutsideLink, kind=LINK_KIND, version=1)
def links(seen: Observation, blob: Blob) -> Iterable[OutsideLink]:
    """One link for each observation."""
    yield msgspec.convert(seen.data, OutsideLink)


@extractor(OutsideLinks, kind=OUTSIDE_KIND, version=1)
def summaries(seen: Observation, blob: Blob) -> Iterable[OutsideLinks]:
    """The summary that ends the look."""
    yield msgspec.convert(seen.data, OutsideLinks)


def draw(seed: str, known: Iterable[str], most: int = MOST_DRAWN) -> tuple[str, ...]:
    """The addresses whose SHA-256 with the seed comes first: anyone can draw them again."""
    ranked = sorted(set(known), key=lambda url: hashlib.sha256(f"{seed} {url}".encode()).digest())
    return tuple(ranked[:most])
