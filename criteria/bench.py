"""The bench: one piece of evidence, and how one criterion is judged on it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from criteria.audit import Covered as CoveredLooks
from criteria.audit import Finding, Judged
from criteria.candidate import Candidate
from criteria.check import Check, Facts, Note
from criteria.coverage import Coverage, Gap
from criteria.criterion import Criterion
from criteria.evidence import Evidence
from criteria.faces import FACE_FACTS, face_notes
from criteria.facts.registry import FactCache, FactReader
from criteria.finding import Concluded, conclude, gap_statement
from criteria.guided import unseen, weighed
from criteria.minimal import smallest
from criteria.observation import Observation, Subject
from criteria.verdict import Verdict


class Bench:
    """What judging one piece of evidence shares between criteria. ``as_of`` is aware (UTC)."""

    def __init__(self, evidence: Evidence, as_of: datetime, cache: FactCache | None) -> None:
        self._evidence = evidence
        self._coverage = Coverage(evidence)
        self._reader = FactReader(evidence, cache)
        self._as_of = as_of
        plan = evidence.plan
        self._candidate = msgspec.convert(plan.candidate, Candidate) if plan else Candidate(name="")
        self._control = msgspec.convert(plan.control, Candidate) if plan and plan.control else self._candidate
        self._by_look: dict[str, list[Observation]] = {}
        for seen in evidence.observations:
            self._by_look.setdefault(seen.look, []).append(seen)

    def judged(self, criterion: Criterion, check: Check | None) -> Judged:
        """The verdict on ``criterion`` with its finding; a bug in ``check`` is raised as it is."""
        gaps = self._coverage.gaps(criterion.looks, "candidate")
        gaps += self._coverage.torn(criterion.optional_looks, "candidate")
        gaps += unseen(criterion, self._candidate)
        concluded, rests_on = self._concluded(weighed(criterion, self._candidate), check, gaps)
        return Judged(
            criterion=criterion.id,
            version=criterion.version,
            verdict=concluded.verdict,
            severity=criterion.severity,
            topic=criterion.topic,
            method=criterion.method,
            title=criterion.title,
            requirement=criterion.requirement,
            rule=criterion.rule,
            finding=Finding(statements=concluded.statements, rests_on=rests_on, absence=concluded.absence),
            coverage=CoveredLooks(looks=criterion.looks, gaps=tuple(gap.look for gap in gaps)),
            remediation=criterion.remediation,
            sources=criterion.sources,
        )

    def _concluded(
        self, criterion: Criterion, check: Check | None, gaps: list[Gap]
    ) -> tuple[Concluded, tuple[str, ...]]:
        if check is None:
            return self._unsure(Gap(look="", reason="gap.no_check")), ()
        if self._evidence.plan is None:
            return self._unsure(Gap(look="", reason="gap.no_plan")), ()
        if not set(criterion.faces) & set(self._candidate.faces):
            return self._undeclared_face(criterion), ()
        facts = self._facts(criterion, "candidate")
        notes = list(check(facts))
        concluded = conclude(criterion, notes, gaps, self._control_gaps(criterion, check))
        if concluded.verdict is not Verdict.FAIL or concluded.absence:
            return concluded, ()
        return concluded, smallest(criterion, check, facts, _cited(criterion, notes))

    def _undeclared_face(self, criterion: Criterion) -> Concluded:
        """Not applicable needs a look: a whole search that found no sign of the face."""
        facts = self._facts(criterion, "candidate", face=True)
        return face_notes(criterion, facts, self._coverage)

    def _control_gaps(self, criterion: Criterion, check: Check) -> list[Gap]:
        control = criterion.control
        if control is None or not control.clauses:
            return []
        seen = {one.clause for one in check(self._facts(criterion, "control"))}
        made = [kind for kind in control.by_look if self._made(kind)]
        wanted = (*control.clauses, *(clause for kind in made for clause in control.by_look[kind]))
        missing = [clause for clause in wanted if clause not in seen]
        looks = self._coverage.looks((*criterion.looks, *made), "control")
        causes = [gap for look in looks if (gap := self._coverage.gap(look)) is not None]
        if not missing and not causes:
            return []
        return [
            Gap(look="control", reason="gap.control", params={"clause": ", ".join(missing or control.clauses)}),
            *causes,
        ]

    def _made(self, kind: str) -> bool:
        """Whether a look of this kind at the candidate is whole."""
        return any(self._coverage.gap(look) is None for look in self._coverage.looks([kind], "candidate"))

    def _facts(self, criterion: Criterion, subject: Subject, face: bool = False) -> Facts:
        kinds = ("http.crawl", "http.signed_in") if face else (*criterion.looks, *criterion.optional_looks)
        looks = self._coverage.looks(kinds, subject)
        if subject == "control":
            looks += [look for look in self._coverage.looks(kinds, "candidate") if look.kind.startswith("reference.")]
        observations = sorted((seen for look in looks for seen in self._by_look.get(look.id, [])), key=_recorded)
        declared = FACE_FACTS if face else criterion.facts
        about = self._candidate if subject == "candidate" else self._control
        return Facts(self._reader, observations, declared, about, self._as_of)

    @staticmethod
    def _unsure(gap: Gap) -> Concluded:
        return Concluded(verdict=Verdict.INCONCLUSIVE, statements=(gap_statement(gap),))


def _recorded(seen: Observation) -> str:
    return seen.id


def _cited(criterion: Criterion, notes: list[Note]) -> list[str]:
    fails = (one for one in notes if criterion.clauses[one.clause].outcome == "fail")
    return list(dict.fromkeys(name for one in fails for name in one.observations))
