"""The judge: ``verdicts = judge(evidence, catalogue, reference data, as_of)``, pure.

The reference data are recorded in the evidence (looks of kind ``reference.*``) and pinned by the plan, so the
signature carries them inside ``evidence``; their digests stand in the audit's inputs all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from criteria.audit import EngineError, Judged
from criteria.bench import Bench
from criteria.catalogue import Catalogue
from criteria.evidence import Evidence
from criteria.facts.registry import FactCache
from criteria.runner import attempt


class Judgement(msgspec.Struct, frozen=True):
    """The verdicts in catalogue order, and the errors of checks that have a bug."""

    verdicts: tuple[Judged, ...]
    errors: tuple[EngineError, ...]


def judge(
    evidence: Evidence,
    catalogue: Catalogue,
    as_of: datetime,
    only: Sequence[str] = (),
    cache: FactCache | None = None,
) -> Judgement:
    """Judge every criterion (or ``only`` these) on ``evidence`` at ``as_of`` (aware, UTC)."""
    bench = Bench(evidence, as_of, cache)
    verdicts: list[Judged] = []
    errors: list[EngineError] = []
    for criterion in catalogue.criteria:
        if only and criterion.id not in only:
            continue
        result = attempt(criterion.id, lambda one=criterion: bench.judged(one, catalogue.check_of(one)))  # type: ignore[misc]
        (errors if isinstance(result, EngineError) else verdicts).append(result)  # type: ignore[arg-type]
    return Judgement(tuple(verdicts), tuple(errors))


def time_of(evidence: Evidence) -> datetime:
    """The time of the observations: the latest one recorded (of the plan, when there is none).

    The ends of looks count too, so that taking an observation away does not turn the clock back.
    """
    times = [*(seen.at for seen in evidence.observations), *(close.at for close in evidence.closes)]
    if evidence.plan:
        times.append(evidence.plan.at)
    return datetime.fromisoformat(max(times)) if times else datetime.fromtimestamp(0, UTC)
