"""``GuidedStep``: an act that a person was asked for by hand, and what they answered."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

STEP_KIND = "guided.step"


class GuidedStep(msgspec.Struct, frozen=True, kw_only=True):
    """One act. ``instructions`` are the vendor's, as shown but for secrets, which stand by their names. ``outcome``:
    ``done``, ``cannot`` (with the person's ``reason``), ``unanswered`` or ``stopped``. ``asked_at`` is UTC; the
    observation's own time is that of the answer. ``tags`` say scenario, phase and run; ``number`` counts the acts of
    the look; ``person`` is the account."""

    tags: dict[str, str]
    journeys: tuple[str, ...]
    person: str
    instructions: tuple[str, ...]
    number: int
    asked_at: str
    outcome: str
    reason: str = ""


@extractor(GuidedStep, kind=STEP_KIND, version=1)
def guided_step(seen: Observation, blob: Blob) -> Iterable[GuidedStep]:
    """Read one act."""
    yield msgspec.convert(seen.data, GuidedStep)
