"""``MarkedPage``: a page that a browser opened with markers; ``Executions``: the end of that look."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.execution_record import END_KIND, PAGE_KIND, ExecutionEnd, ExecutionRecord
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation


class MarkedPage(ExecutionRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``hostile.execution``."""


class Executions(ExecutionEnd, frozen=True, kw_only=True, omit_defaults=True):
    """A ``hostile.execution_summary``: every planned page was opened, or a bound was met."""


@extractor(MarkedPage, kind=PAGE_KIND, version=1)
def marked_pages(seen: Observation, blob: Blob) -> Iterator[MarkedPage]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, MarkedPage)


@extractor(Executions, kind=END_KIND, version=1)
def executions(seen: Observation, blob: Blob) -> Iterator[Executions]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, Executions)
