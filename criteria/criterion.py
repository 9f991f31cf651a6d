"""One criterion as its YAML states it: what is required, by which text, and how its findings read."""

from __future__ import annotations

from typing import Literal

import msgspec

from criteria.text import Text
from criteria.verdict import Severity, Standing

Face = Literal["web", "mobile", "space_client", "professional"]
ClauseOutcome = Literal["pass", "fail", "inconclusive", "review", "remark", "not_applicable"]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The text that a requirement comes from, and how well we know that text."""

    ref: str
    standing: Standing


class Remediation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a vendor must do, and how long it usually takes."""

    en: str
    fr: str
    effort: Literal["hours", "days", "weeks"]


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing that a check can state. ``absence`` marks a fail that rests on something *not* found.

    ``by_hand`` marks a fail that also rests on what a person was asked to do: a review where journeys are guided.
    ``expected``, ``seen`` and ``todo`` are templates; ``sources`` are references of the criterion's own sources.
    """

    outcome: ClauseOutcome
    seen: Text
    expected: Text | None = None
    todo: Text | None = None
    absence: bool = False
    by_hand: bool = False
    sources: tuple[str, ...] = ()


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The positive control: clauses that the same check must state of the control app, or why there is none.

    ``by_look`` names, for an optional look, clauses that are needed besides wherever the candidate's was made whole:
    what an instrument does not see in the control app today, it has not looked for in the candidate.
    """

    clauses: tuple[str, ...] = ()
    by_look: dict[str, tuple[str, ...]] = {}
    none: Text | None = None


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """One of the 70. ``topic`` comes from the file's place; ``looks`` is the coverage that a pass needs.

    ``optional_looks`` also feed the check, but their absence is the check's to weigh: it may never help a pass.
    """

    id: str
    version: int
    title: Text
    requirement: Text
    severity: Severity
    method: Literal["automated", "dossier", "attested"]
    faces: tuple[Face, ...]
    observed: Text
    rule: Text
    not_applicable: Text
    fail_example: Text
    remediation: Remediation
    sources: tuple[Source, ...]
    cross_check: Text | None = None
    topic: str = ""
    looks: tuple[str, ...] = ()
    optional_looks: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    control: Control | None = None
    clauses: dict[str, Clause] = {}

    @property
    def family(self) -> str:
        """``security``, ``gdpr`` or ``content``."""
        return self.topic.partition("/")[0]

    def standing_of(self, ref: str) -> Standing:
        """The standing of one of this criterion's sources; raises ``KeyError`` for a foreign reference."""
        return {source.ref: source.standing for source in self.sources}[ref]
