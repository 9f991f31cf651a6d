"""``Journeys``: which declared journeys bore canaries, and how far a person came on each."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

SUMMARY_KIND = "http.journeys_summary"


class Journey(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One journey that was walked. ``canaries`` are the names of those that its forms bore; ``outcome`` is
    ``accepted``, ``refused``, ``form_missing`` or ``no_answer``, at ``step``."""

    name: str
    outcome: str
    step: int
    canaries: tuple[str, ...] = ()
    detail: str = ""


class Journeys(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Every journey with canaries that the manifest declares, in the order in which they were walked."""

    walked: tuple[Journey, ...] = ()


@extractor(Journeys, kind=SUMMARY_KIND, version=1)
def journeys(seen: Observation, blob: Blob) -> Iterator[Journeys]:
    """The summary that ends the look."""
    yield msgspec.convert(seen.data, Journeys)
