"""Invented facts and criteria, small enough to see through: what the judge does with them is what it does with all.

A ``Spot`` is a colour seen. ``TOY-01`` demands that no spot is red, and finds fault when no green one was seen in a
whole look; ``TOY-02`` also reads an optional look; others do whatever the test needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from criteria.audit import EngineError, Judged
from criteria.catalogue import Catalogue
from criteria.check import Check, Facts, Note, note
from criteria.criterion import Clause, Control, Criterion, Remediation, Source
from criteria.evidence import Evidence
from criteria.facts.registry import Blob, extractor
from criteria.judge import Judgement, judge
from criteria.observation import Observation
from criteria.text import Text
from criteria.verdict import Severity, Standing
from tests.support.evidence import Sight, sight

AS_OF = datetime(2026, 7, 1, 12, tzinfo=UTC)
KIND = "toy.spot"
LOOK = "toy.look"
MORE = "toy.more"


class Spot(msgspec.Struct, frozen=True):
    """One colour, and the paint (a blob) behind it."""

    colour: str
    paint: bytes = b""


class Unread(msgspec.Struct, frozen=True):
    """A fact that nothing declares."""


@extractor(Spot, kind=KIND, version=1)
def spots(seen: Observation, blob: Blob) -> Iterator[Spot]:
    """Read the colour."""
    yield Spot(seen.data["colour"], blob(seen.blobs["paint"]) if "paint" in seen.blobs else b"")


def spot(colour: str, paint: bytes = b"") -> Sight:
    """A spot to be seen."""
    return sight(KIND, {"colour": colour}, {"paint": paint} if paint else {})


def said(words: str) -> Text:
    return Text(en=words, fr=words)


def clause(outcome: Any, seen: str = "seen", **more: Any) -> Clause:
    return Clause(outcome=outcome, seen=said(seen), **more)


CLAUSES = {
    "red": clause("fail", "{count} red", sources=("A",), expected=said("none"), todo=said("paint over {count}")),
    "rumour": clause("fail", sources=("B",)),
    "hearsay": clause("fail", sources=("C",)),
    "unsourced": clause("fail"),
    "no_green": clause("fail", absence=True, sources=("A",)),
    "blurred": clause("inconclusive"),
    "strange": clause("review"),
    "none_needed": clause("not_applicable"),
    "noted": clause("remark"),
    "sound": clause("pass", "{count} spots"),
}
SOURCES = (
    Source("A", Standing.READ),
    Source("B", Standing.UNVERIFIED),
    Source("C", Standing.OUR_READING),
)


def criterion(name: str = "TOY-01", **more: Any) -> Criterion:
    """A criterion of the web face that looks once."""
    fields: dict[str, Any] = {
        "version": 1,
        "title": said("Toy"),
        "requirement": said("No red."),
        "severity": Severity.MAJOR,
        "method": "automated",
        "faces": ("web",),
        "observed": said("spots"),
        "rule": said("no red spot"),
        "not_applicable": said("never"),
        "fail_example": said("red"),
        "remediation": Remediation(en="Paint.", fr="Peignez.", effort="hours"),
        "sources": SOURCES,
        "topic": "security/toy",
        "looks": (LOOK,),
        "facts": ("Spot",),
        "clauses": CLAUSES,
    }
    return Criterion(id=name, **{**fields, **more})


def toy_check(facts: Facts) -> Iterator[Note]:
    """Red fails by presence, no green by absence; any other colour than green is for a person to look at."""
    seen = facts.all(Spot)
    red = [one for one in seen if one.fact.colour == "red"]
    if red:
        yield note("red", *red, count=len(red))
    if not any(one.fact.colour == "green" for one in seen):
        yield note("no_green")
    for one in seen:
        if one.fact.colour == "blur":
            yield note("blurred", one)
        if one.fact.colour == "odd":
            yield note("strange", one)
    yield note("sound", *seen, count=len(seen))


def stating(*clauses: str) -> Check:
    """A check that states these clauses whatever it sees."""

    def check(facts: Facts) -> Iterator[Note]:
        seen = facts.all(Spot)
        for name in clauses:
            yield note(name, *seen, count=len(seen))

    return check


def judged_all(evidence: Evidence, **checks: tuple[Criterion, Check | None]) -> Judgement:
    """Judge invented criteria; raises nothing."""
    known = {one.id: check for one, check in checks.values() if check is not None}
    return judge(evidence, Catalogue(tuple(one for one, _ in checks.values()), known, "sha256:toys"), AS_OF)


def judged(evidence: Evidence, check: Check | None = toy_check, **more: Any) -> Judged:
    """The verdict on one invented criterion."""
    result = judged_all(evidence, one=(criterion(**more), check))
    assert not result.errors, result.errors
    return result.verdicts[0]


def error(evidence: Evidence, check: Check, **more: Any) -> EngineError:
    """The engine error of one invented criterion, which then has no verdict."""
    result = judged_all(evidence, one=(criterion(**more), check))
    assert result.verdicts == ()
    return result.errors[0]


WITH_CONTROL: dict[str, Any] = {"control": Control(clauses=("red",))}
BY_LOOK: dict[str, Any] = {
    "control": Control(clauses=("sound",), by_look={MORE: ("red",)}),
    "optional_looks": (MORE,),
}
"""A control whose flaw shows in the optional look alone."""
