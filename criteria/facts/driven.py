"""What was entered into the candidate and calculated by it with pinned values, and how far each went."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

CASE_KIND, SUMMARY_KIND = "content.case", "content.driven"


class DrivenCase(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One set of values: ``kind`` is ``sound`` or ``implausible`` (of the entry ``subject``), or ``vector``.

    ``outcome`` is ``accepted``, ``refused``, ``form_missing`` or ``no_answer``; ``status`` the last answer's.
    """

    case: str
    subject: str
    kind: str
    given: dict[str, str] = {}
    outcome: str = ""
    status: int = 0
    detail: str = ""


class Driven(msgspec.Struct, frozen=True, kw_only=True):
    """What was there to drive. ``entries`` are those whose quantities the entry names, ``formulas`` the calculators."""

    entry_declared: bool
    entries: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()


@extractor(DrivenCase, kind=CASE_KIND, version=1)
def driven_case(seen: Observation, blob: Blob) -> Iterator[DrivenCase]:
    """Read one case."""
    yield msgspec.convert(seen.data, DrivenCase)


@extractor(Driven, kind=SUMMARY_KIND, version=1)
def driven(seen: Observation, blob: Blob) -> Iterator[Driven]:
    """The summary that ends the look."""
    yield msgspec.convert(seen.data, Driven)
