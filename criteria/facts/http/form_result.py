"""How the submission of a declared form ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

RESULT_KIND = "http.form_result"


class FormResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One journey of forms (``contact_support``, ``rights_request``): its ``outcome`` at ``step`` of ``steps``.

    ``status`` and ``url`` are those of the last answer; ``detail`` names the missing field or the error.
    """

    journey: str
    outcome: Literal["accepted", "refused", "form_missing", "no_answer"]
    step: int
    steps: int
    status: int = 0
    url: str = ""
    detail: str = ""


@extractor(FormResult, kind=RESULT_KIND, version=1)
def form_results(seen: Observation, blob: Blob) -> Iterable[FormResult]:
    """One result for each observation."""
    yield msgspec.convert(seen.data, FormResult)
