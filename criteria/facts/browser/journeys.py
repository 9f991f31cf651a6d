"""Recorded journeys as they were replayed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.browser_record import BrokenStepRecord, JourneyRecord
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation


class BrowserJourney(JourneyRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.journey``: one for each recording that was replayed."""


class BrokenStep(BrokenStepRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.broken_step``."""


@extractor(BrowserJourney, kind="browser.journey", version=1)
def journeys(seen: Observation, blob: Blob) -> Iterator[BrowserJourney]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, BrowserJourney)


@extractor(BrokenStep, kind="browser.broken_step", version=1)
def broken_steps(seen: Observation, blob: Blob) -> Iterator[BrokenStep]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, BrokenStep)
