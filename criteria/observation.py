"""What is recorded: the plan, its looks, the observations made, and how each look ended.

All times are UTC, RFC 3339 with milliseconds and a final ``Z``. Digests are lower-case hex SHA-256 of the stored
bytes (after redaction), prefixed ``sha256:``.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Subject = Literal["candidate", "control"]
Nature = Literal["passive", "reversible", "destructive"]
Outcome = Literal["observed", "failed"]


class Look(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One look that the criteria need, planned before anything runs.

    ``kind`` is what criteria name in their coverage (``tls.scan``); ``id`` is unique in a plan
    (``tls.scan/app.example.fr:443``). ``needs`` are inputs without which the look fails with a reason;
    ``destroys`` and ``restores`` describe an active look's traces in plain words.
    """

    id: str
    kind: str
    probe: str
    target: str = ""
    subject: Subject = "candidate"
    nature: Nature = "passive"
    needs: tuple[str, ...] = ()
    destroys: str = ""
    restores: str = ""
    params: dict[str, Any] = {}


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """One pack of reference data that the plan pins: its name, version (a date), source and digest."""

    name: str
    version: str
    source: str
    digest: str


class Plan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The first entry of every bundle: who is audited, under which profile, and every look to come.

    ``candidate`` and ``control`` hold a ``criteria.candidate.Candidate`` each: the app under audit, and the control
    app that shows today what the instrument can see.
    """

    candidate: dict[str, Any]
    profile: Literal["standard", "lab"]
    origin: Literal["self_test", "reviewer", "platform"]
    engine: str
    criteria: tuple[str, ...]
    looks: tuple[Look, ...]
    at: str
    references: tuple[Reference, ...] = ()
    control: dict[str, Any] = {}


class Secret(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What remains of a secret after redaction: its structure, never its value.

    ``digest`` is keyed with the audit's own key, so equality inside one audit is all that it proves. ``derived``
    holds what criteria must know: a verifier's ``s256`` value; a JWT's ``header``, ``claims`` and ``verified_by``.
    """

    ref: str
    kind: str
    length: int
    charset: str
    digest: str
    derived: dict[str, Any] = {}


class Observation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One recorded thing seen: when, by which probe, for which look, and the digests of its stored bytes.

    ``data`` is a small structured record whose shape depends on ``kind``; larger bytes (bodies, documents,
    certificates) are blobs, named in ``blobs``. ``mono_ns`` is the instrument's monotonic clock.
    """

    id: str
    look: str
    kind: str
    probe: str
    at: str
    mono_ns: int = 0
    target: str = ""
    data: dict[str, Any] = {}
    blobs: dict[str, str] = {}
    secrets: tuple[Secret, ...] = ()


class Close(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How one attempt at a look ended, naming every observation that it made.

    A look is complete only if its last attempt is ``observed`` and every attempt and observation is still there:
    that is what makes a deleted observation visible to the judge. ``reason`` is a message key with ``params``.
    """

    look: str
    outcome: Outcome
    attempt: int
    observations: tuple[str, ...]
    at: str
    reason: str = ""
    params: dict[str, str] = {}
