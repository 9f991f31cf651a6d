"""The decision on the whole audit, by the published rule of ``decision.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from criteria.audit import Decision, Judged
from criteria.candidate import PlannedFix
from criteria.messages import text
from criteria.text import Ours, Text
from criteria.verdict import Severity, Verdict
from criteria.yaml_data import load_yaml

NO_CHECK = "gap.no_check"
"""The only statement on a criterion that this version does not look at yet."""


class Standpoint(msgspec.Struct, frozen=True, kw_only=True):
    """What the decision needs besides the verdicts: who ran, how, and whether the evidence is final."""

    origin: str
    profile: str
    sealed: bool
    partial: bool
    errors: int
    remediation_plan: tuple[PlannedFix, ...] = ()


@cache
def rule() -> dict[str, Any]:
    """The published rule."""
    return dict(load_yaml(files("criteria").joinpath("decision.yaml").read_bytes()))


def decide(verdicts: Sequence[Judged], stand: Standpoint) -> Decision:
    """``refused``, ``incomplete`` or ``certified``, with the reasons in order of weight.

    An open bundle grounds no decision: what would refuse is then only told.
    """
    refusing = _refusing(verdicts)
    if refusing and stand.sealed:
        return _decision("refused", refusing)
    missing = [*refusing, *_open(verdicts), *_unplanned(verdicts, stand), *_standing(stand)]
    if missing:
        return _decision("incomplete", missing)
    return _decision("certified", [text("decision.certified")])


def _decision(decided: Any, reasons: list[Text]) -> Decision:
    return Decision(decision=decided, rule=rule()["version"], reasons=tuple(reasons))


def _refusing(verdicts: Sequence[Judged]) -> list[Text]:
    failing = [one for one in verdicts if one.verdict is Verdict.FAIL]
    fatal = [one.criterion for one in failing if one.severity in rule()["refusing"]]
    majors = [one.criterion for one in failing if one.severity is Severity.MAJOR]
    most = rule()["majors_failing_at_most"]
    reasons = [text("decision.blocking_fails", criteria=_listed(fatal))] if fatal else []
    if len(majors) > most:
        reasons.append(text("decision.majors_fail", criteria=_listed(majors), most=most))
    return reasons


def _open(verdicts: Sequence[Judged]) -> list[Text]:
    left = [one for one in verdicts if one.verdict in rule()["open"] and one.severity in rule()["must_be_closed"]]
    reviews = [one.criterion for one in left if one.verdict is Verdict.REVIEW]
    unlooked = [one for one in left if [said.clause for said in one.finding.statements] == [NO_CHECK]]
    unseen = [one.criterion for one in left if one.verdict is Verdict.INCONCLUSIVE and one not in unlooked]
    reasons = [text("decision.reviews", criteria=_listed(reviews))] if reviews else []
    reasons += [text("decision.unseen", count=len(unseen), criteria=_listed(unseen))] if unseen else []
    return reasons + ([text("decision.unlooked", count=len(unlooked))] if unlooked else [])


def _unplanned(verdicts: Sequence[Judged], stand: Standpoint) -> list[Text]:
    planned = {fix.criterion for fix in stand.remediation_plan}
    majors = [one for one in verdicts if one.verdict is Verdict.FAIL and one.severity is Severity.MAJOR]
    without = [one.criterion for one in majors if one.criterion not in planned]
    return [text("decision.no_plan", criteria=_listed(without))] if without else []


def _listed(criteria: list[str]) -> Ours:
    return Ours(", ".join(criteria))


def _standing(stand: Standpoint) -> list[Text]:
    certifying = rule()["certifying"]
    checks = (
        (stand.errors > 0, "decision.errors"),
        (stand.partial, "decision.partial"),
        (not stand.sealed, "decision.open_bundle"),
        (stand.profile not in certifying["profiles"], "decision.profile"),
        (stand.origin not in certifying["origins"], "decision.origin"),
    )
    return [text(key) for wrong, key in checks if wrong]
