"""One run of the suite against one space: every clause tried, what was paired disconnected, all of it as an audit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Literal

import msgspec
from requests.adapters import BaseAdapter

import conformance.suite.cases
from conformance.suite.bench import Bench
from conformance.suite.case import CASES, Case
from conformance.suite.clauses import Clause, clauses
from conformance.suite.leaving import leave
from conformance.suite.manifest import SpaceManifest
from conformance.suite.outcome import Broken, Ended, Inapplicable, Unseen
from conformance.suite.recorder import Recorder
from criteria.audit import EngineError
from criteria.messages import text
from criteria.runner import attempt
from criteria.text import Text

Result = Literal["held", "broken", "unseen", "inapplicable", "skipped"]
_RESULTS: dict[type[Ended], Result] = {Broken: "broken", Unseen: "unseen", Inapplicable: "inapplicable"}


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """How one clause came out: ``observations`` are the exchanges that it rests on, ``made`` how many its case made."""

    clause: Clause
    result: Result
    said: Text
    observations: tuple[str, ...] = ()
    made: int = 0


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that came out of a run. ``left`` says what the suite could not put back."""

    manifest: SpaceManifest
    tried: tuple[Tried, ...]
    errors: tuple[EngineError, ...]
    recorder: Recorder
    left: tuple[Text, ...]
    read_only: bool


def run(
    manifest: SpaceManifest,
    *,
    read_only: bool = False,
    areas: Sequence[str] = (),
    generated: int = 8,
    adapter: BaseAdapter | None = None,
    told: Callable[[Tried], None] = lambda _: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Run:
    """Try every clause (of these ``areas``, if any are named), in order.

    ``generated`` is how many requests are generated for each operation, none with 0; ``adapter`` takes the place of the
    network; ``told`` hears of each clause.
    """
    bench = Bench(manifest, Recorder(now), read_only=read_only, generated=generated, adapter=adapter)
    tried: list[Tried] = []
    errors: list[EngineError] = []
    for clause in clauses():
        if areas and clause.area not in areas:
            continue
        skipped = _skipped(clause, bench)
        made = skipped if skipped else attempt(clause.id, partial(_try, bench, clause, CASES[clause.id]))
        if isinstance(made, EngineError):
            errors.append(made)
        else:
            tried.append(made)
            told(made)
    bench.recorder.case = "leaving"
    return Run(
        manifest=manifest,
        tried=tuple(tried),
        errors=tuple(errors),
        recorder=bench.recorder,
        left=leave(bench),
        read_only=read_only,
    )


def _skipped(clause: Clause, bench: Bench) -> Tried | None:
    if clause.profile == "writes" and bench.read_only:
        return Tried(clause=clause, result="skipped", said=text("space_check.read_only"))
    if clause.area == "generated" and not bench.generated:
        return Tried(clause=clause, result="skipped", said=text("space_check.none_generated"))
    return None


def _try(bench: Bench, clause: Clause, case: Case) -> Tried:
    recorder = bench.recorder
    recorder.case, before = clause.id, len(recorder.exchanges)
    try:
        case(bench)
    except Ended as ended:
        made = len(recorder.exchanges) - before
        rests = ended.observations or tuple(one.id for one in recorder.exchanges[before:][-1:])
        result = _RESULTS[type(ended)]
        return Tried(clause=clause, result=result, said=ended.said, observations=rests, made=made)
    seen = tuple(one.id for one in recorder.exchanges[before:])
    return Tried(
        clause=clause,
        result="held",
        said=text("space_check.held", count=len(seen)),
        observations=seen[-_CITED:],
        made=len(seen),
    )


_CITED = 5
assert conformance.suite.cases.__all__  # importing it registers the cases
