"""Take anything away from any evidence: no verdict may become a pass."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from criteria.check import Check, Facts, Note, note
from criteria.criterion import Criterion
from criteria.observation import Close, Look, Observation
from tests.criteria.toys import KIND, LOOK, MORE, WITH_CONTROL, Spot, criterion, judged_all, toy_check
from tests.support.evidence import AT, MemoryEvidence, bundle_of, digest_of

COLOURS = ("green", "green", "green", "red", "blue", "odd", "blur")
PAINTS = (b"", b"", b"", b"one")


def counting(facts: Facts) -> Iterator[Note]:
    """Fails when spots are many, or when two of them disagree: what is taken away cannot be made up for."""
    seen = facts.all(Spot)
    if len(seen) > 3:
        yield note("red", *seen, count=len(seen))
    if len({one.fact.paint for one in seen}) > 1:
        yield note("unsourced", *seen)
    yield note("sound", *seen, count=len(seen))


def weak(facts: Facts) -> Iterator[Note]:
    """Fails on weak texts, is strange about blue, not needed without green."""
    seen = facts.all(Spot)
    for one in seen:
        if one.fact.colour in ("red", "blue"):
            yield note("rumour" if one.fact.colour == "red" else "strange", one)
    yield note("sound" if any(one.fact.colour == "green" for one in seen) else "none_needed", *seen, count=len(seen))


TOYS: dict[str, tuple[Criterion, Check | None]] = {
    "plain": (criterion("TOY-01"), toy_check),
    "optional": (criterion("TOY-02", optional_looks=(MORE,)), toy_check),
    "controlled": (criterion("TOY-03", **WITH_CONTROL), toy_check),
    "both": (criterion("TOY-04", looks=(LOOK, MORE)), counting),
    "counting": (criterion("TOY-05", optional_looks=(MORE,)), counting),
    "weak": (criterion("TOY-06", optional_looks=(MORE,)), weak),
    "unchecked": (criterion("TOY-07"), None),
}


@st.composite
def evidences(draw: st.DrawFn) -> MemoryEvidence:
    """Bundles as audits leave them: attempts that failed come first, the last one observed, failed or never ended."""
    observations: list[Observation] = []
    closes: list[Close] = []
    blobs: dict[str, bytes] = {}
    counts = {(LOOK, "candidate"): draw(st.integers(1, 2)), (MORE, "candidate"): draw(st.integers(0, 1))}
    counts[LOOK, "control"] = draw(st.integers(0, 1))
    kinds = [kind for kind, count in counts.items() for _ in range(count)]
    looks = [
        Look(id=f"{subject}:{kind}/{number}", kind=kind, probe="toy", subject=subject)  # type: ignore[arg-type]
        for number, (kind, subject) in enumerate(kinds)
    ]
    for look in looks:
        failures = 0 if look.kind == MORE else draw(st.sampled_from([0, 0, 0, 1, 2]))
        ends = ["failed"] * failures + [draw(st.sampled_from(["observed"] * 6 + ["failed", "never"]))]
        for attempt, end in enumerate(ends, 1):
            seen = [
                drawn(draw, look.id, len(observations) + number, blobs) for number in range(draw(st.integers(0, 3)))
            ]
            observations += seen
            if end != "never":
                closes.append(ended(look.id, attempt, end, seen))
    plan = bundle_of().plan
    assert plan is not None
    return MemoryEvidence(
        plan=msgspec.structs.replace(plan, looks=tuple(looks)),
        observations=tuple(observations),
        closes=tuple(closes),
        blobs=blobs,
    )


def drawn(draw: st.DrawFn, look: str, number: int, blobs: dict[str, bytes]) -> Observation:
    paint = draw(st.sampled_from(PAINTS))
    named = {"paint": digest_of(paint)} if paint else {}
    blobs.update(dict.fromkeys(named.values(), paint))
    colour = draw(st.sampled_from(COLOURS))
    return Observation(
        id=f"o-{number:06d}", look=look, kind=KIND, probe="toy", at=AT, data={"colour": colour}, blobs=named
    )


def ended(look: str, attempt: int, end: str, seen: list[Observation]) -> Close:
    return Close(
        look=look,
        outcome="failed" if end == "failed" else "observed",
        attempt=attempt,
        observations=tuple(one.id for one in seen),
        at=AT,
        reason="gap.interrupted" if end == "failed" else "",
    )


def passes(evidence: MemoryEvidence, *names: str) -> set[str]:
    """The toys (all, or these) that pass."""
    result = judged_all(evidence, **{name: TOYS[name] for name in names or TOYS})
    assert result.errors == ()
    return {one.criterion for one in result.verdicts if one.verdict == "pass"}


def kept(draw: st.DrawFn, items: list[int]) -> set[int]:
    return draw(st.sets(st.sampled_from(items))) if items else set()


@st.composite
def deletions(draw: st.DrawFn) -> tuple[MemoryEvidence, MemoryEvidence]:
    """Evidence, and what a subset of it leaves: of observations, closes, blobs and the plan."""
    whole = draw(evidences())
    seen = kept(draw, list(range(len(whole.observations)))) if draw(st.booleans()) else set[int]()
    closes = kept(draw, list(range(len(whole.closes)))) if draw(st.booleans()) else set[int]()
    names = sorted(whole.blobs) if draw(st.booleans()) else []
    blobs = draw(st.sets(st.sampled_from(names))) if names else set[str]()
    rest = MemoryEvidence(
        plan=None if draw(st.integers(0, 9)) == 0 else whole.plan,
        observations=tuple(one for number, one in enumerate(whole.observations) if number not in seen),
        closes=tuple(one for number, one in enumerate(whole.closes) if number not in closes),
        blobs={digest: raw for digest, raw in whole.blobs.items() if digest not in blobs},
    )
    return whole, rest


@settings(max_examples=600, deadline=None)
@given(deletions())
def test_nothing_that_is_taken_away_makes_a_pass(pair: tuple[MemoryEvidence, MemoryEvidence]) -> None:
    whole, rest = pair
    assert passes(rest) <= passes(whole)


@settings(max_examples=100, deadline=None)
@given(evidences())
def test_any_one_thing_taken_away_makes_no_pass(whole: MemoryEvidence) -> None:
    """Every single deletion, and each attempt with all that it saw, of every drawn bundle."""
    before = passes(whole)
    for number in range(len(whole.observations)):
        rest = whole.observations[:number] + whole.observations[number + 1 :]  # type: ignore[operator]
        assert passes(msgspec.structs.replace(whole, observations=rest)) <= before
    for number, close in enumerate(whole.closes):
        closes = whole.closes[:number] + whole.closes[number + 1 :]  # type: ignore[operator]
        assert passes(msgspec.structs.replace(whole, closes=closes)) <= before
        seen = tuple(one for one in whole.observations if one.id not in close.observations)
        assert passes(msgspec.structs.replace(whole, closes=closes, observations=seen)) <= before
    assert passes(msgspec.structs.replace(whole, plan=None)) == set()
    assert passes(msgspec.structs.replace(whole, observations=())) == set()
    assert passes(msgspec.structs.replace(whole, closes=())) == set()


@settings(max_examples=100, deadline=None)
@given(evidences())
def test_a_pass_rests_on_whole_looks_and_points_at_them(whole: MemoryEvidence) -> None:
    for one in judged_all(whole, **TOYS).verdicts:
        if one.verdict == "pass":
            assert one.coverage.gaps == ()
            assert one.finding.statements[0].observations


@pytest.mark.parametrize("name", sorted(set(TOYS) - {"unchecked"}))
def test_the_property_is_not_empty(name: str) -> None:
    """Each toy passes on some drawn evidence, and on some drawn evidence a red spot keeps it from passing."""
    quiet = settings(database=None, deadline=None, max_examples=3000, suppress_health_check=list(HealthCheck))
    find(evidences(), lambda whole: bool(passes(whole, name)), settings=quiet)
    find(evidences(), lambda whole: kept_by_red(whole, name), settings=quiet)


def kept_by_red(whole: MemoryEvidence, name: str) -> bool:
    """Whether the toy would pass if the candidate's red spots had never been there."""
    seen = [one for one in whole.observations if one.look.startswith("candidate")]
    red = {one.id for one in seen if one.data["colour"] == "red"}
    if not red or passes(whole, name):
        return False
    closes = tuple(
        msgspec.structs.replace(one, observations=tuple(name for name in one.observations if name not in red))
        for one in whole.closes
    )
    rest = tuple(one for one in whole.observations if one.id not in red)
    return bool(passes(msgspec.structs.replace(whole, observations=rest, closes=closes), name))
