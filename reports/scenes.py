"""What was played at the space, arranged for a reader: look by look, each step with the findings that cite it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from criteria.audit import Audit, Judged
from criteria.played import Played, Step
from criteria.text import Text
from reports.room import within

MOST_SCENES = 200
"""Scenes told of one audit; the rest is counted."""
OUTCOMES = ("remark", "not_applicable", "pass", "inconclusive", "review", "fail")
"""From the lightest to the gravest."""
GRAVE = frozenset(OUTCOMES[3:])


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario of the lab in words: what the space does, what a right client does, what shows it, by which text."""

    title: Text
    space: Text
    right_client: Text
    shown_by: Text
    source: Text


NOTHING_TOLD: Mapping[str, Told] = MappingProxyType({})


class Mark(msgspec.Struct, frozen=True):
    """A finding that cites a step. ``rests``: the step is of the smallest set that carries a fail."""

    criterion: str
    outcome: str
    rests: bool = False


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a scenario; ``before`` is the number of the scene whose right pairing precedes it (0: none)."""

    number: int
    played: Played
    told: Told | None
    marks: dict[str, tuple[Mark, ...]]
    before: int = 0

    @property
    def cited_by(self) -> tuple[Mark, ...]:
        """Each finding that cites a step of the scene, once, with the gravest of what it says; by criterion."""
        found = sorted({mark for marks in self.marks.values() for mark in marks}, key=_weight)
        gravest = {mark.criterion: mark for mark in found}
        return tuple(gravest[name] for name in sorted(gravest))

    @property
    def grave(self) -> bool:
        """Whether a finding that is no pass rests on what happened here: such a scene is told on paper too."""
        return any(mark.outcome in GRAVE for mark in self.cited_by)

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria of whose findings a step is part."""
        return tuple(mark.criterion for mark in self.cited_by)


class Looking(msgspec.Struct, frozen=True, kw_only=True):
    """The scenes of one look. ``more`` counts those that are left out."""

    number: int
    kind: str
    scenes: tuple[Scene, ...]
    more: int = 0

    def of(self, one: Judged) -> list[Scene]:
        """The scenes that this criterion's finding cites."""
        return [scene for scene in self.scenes if one.criterion in scene.criteria]


def lookings(audit: Audit, told: Mapping[str, Told]) -> list[Looking]:
    """What was played, look by look in recorded order."""
    marks = _marks(audit.verdicts)
    numbers = {(one.look, one.attempt, one.run): number for number, one in enumerate(audit.played, 1)}
    scenes: dict[tuple[str, str], list[Scene]] = defaultdict(list)
    for number, one in enumerate(within(audit.played, marks), 1):
        steps = [step for part in one.parts for step in part.steps]
        scene = Scene(
            number=number,
            played=one,
            told=told.get(one.scenario),
            marks=_cited(steps, marks),
            before=_before(one, numbers),
        )
        scenes[one.look, one.kind].append(scene)
    return [
        Looking(number=number, kind=kind, scenes=tuple(found[:MOST_SCENES]), more=max(0, len(found) - MOST_SCENES))
        for number, ((_, kind), found) in enumerate(scenes.items(), 1)
    ]


def _before(one: Played, numbers: Mapping[tuple[str, int, str], int]) -> int:
    """The scene of the run before, for one that has a fault and no right pairing of its own before it."""
    phases = {part.phase for part in one.parts}
    if "fault" not in phases or "before" in phases or not one.run.isdecimal() or len(one.run) > 9:
        return 0
    return numbers.get((one.look, one.attempt, str(int(one.run) - 1)), 0)


def _marks(verdicts: Iterable[Judged]) -> Mapping[str, tuple[Mark, ...]]:
    """Every finding that cites an observation, once for each criterion and outcome."""
    found: dict[str, dict[Mark, None]] = defaultdict(dict)
    for one in verdicts:
        rests = set(one.finding.rests_on)
        for statement in one.finding.statements:
            for name in statement.observations:
                mark = Mark(one.criterion, statement.outcome, statement.outcome == "fail" and name in rests)
                found[name][mark] = None
    return {name: tuple(marks) for name, marks in found.items()}


def _cited(steps: Iterable[Step], marks: Mapping[str, tuple[Mark, ...]]) -> dict[str, tuple[Mark, ...]]:
    return {step.observation: marks[step.observation] for step in steps if step.observation in marks}


def _weight(mark: Mark) -> int:
    return OUTCOMES.index(mark.outcome) if mark.outcome in OUTCOMES else 0
