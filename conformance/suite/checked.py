"""A run as an audit: one verdict for each clause, with what it rests on, in the shape of ``audit.json``."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import msgspec

from conformance.suite.clauses import Clause
from conformance.suite.expected import weighed
from conformance.suite.run import Run, Tried
from criteria.audit import SCHEMA_ID, Audit, Cited, Covered, Decision, Finding, Inputs, Judged, Statement
from criteria.candidate import Candidate
from criteria.criterion import Remediation
from criteria.messages import text
from criteria.observation import Observation
from criteria.summary import summary
from criteria.verdict import Severity, Verdict

RULE = "space-check 1"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """An audit of a space, and the exchanges that it rests on (without secrets; bodies by digest)."""

    audit: Audit
    observations: tuple[Observation, ...]
    blobs: dict[str, bytes]
    run: Run

    @property
    def code(self) -> int:
        """Exit code: 4 when the suite itself broke, 1 when a clause fails, 2 when one could not be seen, else 0.

        A failure that the manifest expects is a review, and stops nothing.
        """
        verdicts = {one.verdict for one in self.audit.verdicts}
        if self.audit.errors:
            return 4
        return 1 if Verdict.FAIL in verdicts else 2 if Verdict.INCONCLUSIVE in verdicts or not verdicts else 0


def checked(run: Run, *, engine: str, now: datetime) -> Checked:
    """The audit of a run that ended at ``now`` (aware, UTC)."""
    observations, blobs = run.recorder.observations()
    verdicts = tuple(_judged(one, run, now.date()) for one in run.tried)
    cited = {name for one in verdicts for statement in one.finding.statements for name in statement.observations}
    manifest = run.manifest
    lab = (urlsplit(manifest.base_url).hostname or "") in ("127.0.0.1", "::1", "localhost")
    audit = Audit(
        schema=SCHEMA_ID,
        engine=engine,
        inputs=Inputs(
            evidence=_digest(msgspec.json.encode(observations)),
            catalogue=_digest(files(__package__).joinpath("clauses.yaml").read_bytes()),
            reference=_digest(b"[]"),
            as_of=now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        ),
        candidate=Candidate(
            name=manifest.name, base_url=manifest.base_url, hosts=(urlsplit(manifest.base_url).hostname or "",)
        ),
        profile="lab" if lab else "standard",
        origin="self_test",
        sealed=False,
        partial=run.read_only or any(one.result == "skipped" for one in run.tried),
        notice=text("space_check.notice"),
        decision=_decision(verdicts),
        counts=_counts(verdicts, len(run.errors)),
        verdicts=verdicts,
        observations=tuple(_cited(one) for one in observations if one.id in cited),
        errors=run.errors,
    )
    return Checked(audit=audit, observations=tuple(observations), blobs=blobs, run=run)


def _judged(tried: Tried, run: Run, today: date) -> Judged:
    clause = tried.clause
    verdict, remark = weighed(tried, run.manifest.expected_failures, today)
    statements = [_statement(tried, clause)]
    if remark is not None:
        statements.insert(0, Statement(clause="expected", outcome=_outcome(verdict), seen=remark))
    fails = verdict is Verdict.FAIL
    return Judged(
        criterion=clause.id,
        version=1,
        verdict=verdict,
        severity=Severity.MAJOR,
        topic=f"space/{clause.area}",
        method="automated",
        title=clause.text,
        requirement=clause.text,
        rule=text("space_check.rule_negative" if clause.negative else "space_check.rule"),
        finding=Finding(statements=tuple(statements), rests_on=tried.observations if fails else ()),
        coverage=Covered(),
        remediation=_remediation(),
        sources=(clause.origin,),
    )


def _statement(tried: Tried, clause: Clause) -> Statement:
    outcomes = {"held": "pass", "broken": "fail", "unseen": "inconclusive"}
    return Statement(
        clause=tried.result,
        outcome=outcomes.get(tried.result, "not_applicable"),
        seen=tried.said,
        expected=clause.text if tried.result == "broken" else None,
        todo=text("space_check.remedy") if tried.result == "broken" else None,
        observations=tried.observations,
        sources=(clause.source,),
    )


def _outcome(verdict: Verdict) -> str:
    return "remark" if verdict is Verdict.PASS else verdict.value


def _remediation() -> Remediation:
    told = text("space_check.remedy")
    return Remediation(en=told.en, fr=told.fr, effort="days")


def _decision(verdicts: Sequence[Judged]) -> Decision:
    failing = [one.criterion for one in verdicts if one.verdict is Verdict.FAIL]
    if failing:
        reason = text("space_check.refused", count=len(failing), clauses=", ".join(failing))
        return Decision(decision="refused", rule=RULE, reasons=(reason,))
    return Decision(decision="incomplete", rule=RULE, reasons=(text("space_check.certifies_nothing"),))


def _counts(verdicts: Sequence[Judged], errors: int) -> dict[str, int]:
    found = Counter(one.verdict for one in verdicts)
    return {state.value: found[state] for state in Verdict} | {"error": errors, "total": len(verdicts) + errors}


def _cited(seen: Observation) -> Cited:
    told: dict[str, Any] = {name: getattr(seen, name) for name in ("id", "kind", "probe", "at", "target", "look")}
    return Cited(**told, summary=summary(seen), blobs=seen.blobs)


def _digest(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"
