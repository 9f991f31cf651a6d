"""From evidence to the whole audit: judge, decide, count, and gather what the findings cite."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from criteria.audit import SCHEMA_ID, Audit, Cited, EngineError, Inputs, Judged
from criteria.candidate import Candidate
from criteria.catalogue import Catalogue
from criteria.decision import Standpoint, decide
from criteria.evidence import Evidence
from criteria.facts.registry import FactCache
from criteria.judge import judge, time_of
from criteria.messages import text
from criteria.observation import Observation, Plan
from criteria.played import Played
from criteria.steps import played_of
from criteria.summary import summary
from criteria.verdict import Verdict


def audit_of(
    evidence: Evidence,
    catalogue: Catalogue,
    *,
    engine: str,
    sealed: bool,
    as_of: datetime | None = None,
    only: Sequence[str] = (),
    cache: FactCache | None = None,
) -> Audit:
    """The audit of this evidence at ``as_of`` (aware; the time of the observations when not given)."""
    when = (as_of or time_of(evidence)).astimezone(UTC)
    asked = tuple(only) or (evidence.plan.criteria if evidence.plan else ())
    judgement = judge(evidence, catalogue, when, asked, cache)
    plan = evidence.plan or _no_plan()
    candidate = msgspec.convert(plan.candidate, Candidate)
    partial = bool(asked) and set(asked) != {one.id for one in catalogue.criteria}
    stand = Standpoint(
        origin=plan.origin,
        profile=plan.profile,
        sealed=sealed,
        partial=partial,
        errors=len(judgement.errors),
        remediation_plan=candidate.remediation_plan,
    )
    return Audit(
        schema=SCHEMA_ID,
        engine=engine,
        inputs=Inputs(
            evidence=evidence.head, catalogue=catalogue.digest, reference=_reference_digest(plan), as_of=_stamp(when)
        ),
        candidate=candidate,
        profile=plan.profile,
        origin=plan.origin,
        sealed=sealed,
        partial=partial,
        notice=text("audit.notice"),
        decision=decide(judgement.verdicts, stand),
        counts=_counts(judgement.verdicts, judgement.errors),
        verdicts=judgement.verdicts,
        observations=_cited(judgement.verdicts, evidence.observations),
        references=plan.references,
        errors=judgement.errors,
        played=_played(judgement.verdicts, evidence),
    )


def _no_plan() -> Plan:
    return Plan(
        candidate={"name": "?"}, profile="standard", origin="self_test", engine="", criteria=(), looks=(), at=""
    )


def _stamp(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _reference_digest(plan: Plan) -> str:
    return f"sha256:{hashlib.sha256(msgspec.json.encode(plan.references)).hexdigest()}"


def _counts(verdicts: Sequence[Judged], errors: Sequence[EngineError]) -> dict[str, int]:
    """Every state by name, the empty ones too, and the total."""
    found = Counter(one.verdict for one in verdicts)
    return {
        **{state.value: found[state] for state in Verdict},
        "error": len(errors),
        "total": len(verdicts) + len(errors),
    }


def _cited(verdicts: Sequence[Judged], observations: Sequence[Observation]) -> tuple[Cited, ...]:
    wanted = _named(verdicts)
    return tuple(
        Cited(
            id=seen.id,
            kind=seen.kind,
            probe=seen.probe,
            at=seen.at,
            target=seen.target,
            look=seen.look,
            summary=summary(seen),
            blobs=seen.blobs,
        )
        for seen in observations
        if seen.id in wanted
    )


def _played(verdicts: Sequence[Judged], evidence: Evidence) -> tuple[Played, ...]:
    """What was played in the looks that these criteria need."""
    kinds = {kind for one in verdicts for kind in one.coverage.looks}
    return played_of(evidence, kinds, _named(verdicts))


def _named(verdicts: Sequence[Judged]) -> set[str]:
    """Every observation that a finding points at."""
    wanted = {name for one in verdicts for name in one.finding.rests_on}
    statements = (statement for one in verdicts for statement in one.finding.statements)
    return wanted | {name for statement in statements for name in statement.observations}
