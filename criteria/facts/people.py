"""``FreshPerson``: who signed up in this audit, with the canaries that only they know."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.facts.registry import Blob, extractor
from criteria.fresh_person import FRESH_KIND, FreshPerson
from criteria.observation import Observation

__all__ = ["FreshPerson"]


@extractor(FreshPerson, kind=FRESH_KIND, version=1)
def fresh_people(seen: Observation, blob: Blob) -> Iterator[FreshPerson]:
    """One for each observation."""
    yield msgspec.convert(seen.data, FreshPerson)
