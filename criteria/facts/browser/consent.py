"""Consent interfaces as shown, and the choices that were tried in them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.browser_record import BannerControl, BannerRecord, ChoiceRecord
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation


class Banner(BannerRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.banner``: one for each page of ``untouched`` (``present`` false: none found there), and one for each
    further layer (``layer`` 2) that a choice opened."""

    def of(self, kind: str, layer: int = 0) -> tuple[BannerControl, ...]:
        """Its visible controls of this kind, on this layer (0: any)."""
        return tuple(one for one in self.controls if one.kind == kind and one.visible and layer in (0, one.layer))


class ConsentChoice(ChoiceRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.choice``: one for each choice that the visits tried."""


@extractor(Banner, kind="browser.banner", version=1)
def banners(seen: Observation, blob: Blob) -> Iterator[Banner]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, Banner)


@extractor(ConsentChoice, kind="browser.choice", version=1)
def choices(seen: Observation, blob: Blob) -> Iterator[ConsentChoice]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, ConsentChoice)
