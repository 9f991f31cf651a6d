"""The audit: every verdict with its finding, as it stands in ``audit.json`` (schema: ``audit.schema.json``)."""

from __future__ import annotations

from typing import Literal

import msgspec

from criteria.candidate import Candidate
from criteria.criterion import Remediation, Source
from criteria.observation import Reference
from criteria.played import Played
from criteria.text import Text
from criteria.verdict import Severity, Verdict

SCHEMA_ID = "urn:probant:audit:1"
Decided = Literal["certified", "refused", "incomplete"]


class Statement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that the finding says: expected, seen, where (observation ids), what to do."""

    clause: str
    outcome: str
    seen: Text
    expected: Text | None = None
    todo: Text | None = None
    observations: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a check saw. ``rests_on`` is the smallest set of observations that still carries a fail.

    ``absence`` is true when the fail rests on something not found in a whole look, so that no smaller set exists.
    """

    statements: tuple[Statement, ...]
    rests_on: tuple[str, ...] = ()
    absence: bool = False


class Covered(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The looks that a pass of the criterion needs, and which of them are not whole."""

    looks: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


class Judged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One criterion with its verdict. ``verdict`` is never set by an error: those are in ``Audit.errors``."""

    criterion: str
    version: int
    verdict: Verdict
    severity: Severity
    topic: str
    method: str
    title: Text
    requirement: Text
    rule: Text
    finding: Finding
    coverage: Covered
    remediation: Remediation
    sources: tuple[Source, ...]


class EngineError(msgspec.Struct, frozen=True, kw_only=True):
    """A bug in a check: which criterion, and the traceback without the machine's paths."""

    criterion: str
    error: str
    traceback: tuple[str, ...]


class Cited(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An observation that a finding points at, so that a report needs nothing but the audit."""

    id: str
    kind: str
    probe: str
    at: str
    target: str = ""
    look: str = ""
    summary: str = ""
    blobs: dict[str, str] = {}


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The four arguments of the judge, by digest."""

    evidence: str
    catalogue: str
    reference: str
    as_of: str


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The decision on the whole audit, the rule's version and the reasons in order of weight."""

    decision: Decided
    rule: str
    reasons: tuple[Text, ...]


class Audit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole audit: a pure function of its ``inputs``."""

    schema: str
    engine: str
    inputs: Inputs
    candidate: Candidate
    profile: str
    origin: str
    sealed: bool
    partial: bool
    notice: Text
    decision: Decision
    counts: dict[str, int]
    verdicts: tuple[Judged, ...]
    observations: tuple[Cited, ...]
    references: tuple[Reference, ...] = ()
    errors: tuple[EngineError, ...] = ()
    played: tuple[Played, ...] = ()


def encode(audit: Audit) -> bytes:
    """``audit.json``: UTF-8, two spaces of indent, the fields in the order of their definition, a final newline."""
    return msgspec.json.format(msgspec.json.encode(audit), indent=2) + b"\n"


def decode(raw: bytes) -> Audit:
    """Read ``audit.json``; raises ``msgspec.ValidationError`` when its shape is not that of this version."""
    return msgspec.json.decode(raw, type=Audit)
