"""Recorded audits of Tensio, sound and with every fault, judged again by the rules of today.

``make record`` makes them anew (a live run of the whole matrix).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.catalogue import catalogue
from criteria.facts.registry import FactCache
from criteria.judge import judge, time_of
from criteria.observation import Close, Observation, Plan
from criteria.verdict import Verdict
from harness.bundle import BundleReader
from harness.matrix import Matrix, replayed
from harness.recorded import recorded
from harness.samples import faults

RECORDED = Path(__file__).parents[1] / "recorded.tar.xz"
CACHE: FactCache = {}


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return replayed(RECORDED)


def test_every_fault_is_recorded() -> None:
    names = {name for name, _ in recorded(RECORDED)}
    assert names == {"sound", *(fault.name for fault in faults())}


def test_the_sound_sample_fails_nothing(matrix: Matrix) -> None:
    assert matrix.sound_fails == ()


@pytest.mark.parametrize("fault", [fault.name for fault in faults()])
def test_a_fault_moves_exactly_what_it_declares(matrix: Matrix, fault: str) -> None:
    wrong = [cell for cell in (*matrix.missed, *matrix.false_alarms) if cell.fault == fault]
    assert wrong == []


WITHOUT = {
    "GDP-06": "Tensio asks for no consent to trackers; a tracker without a banner makes it inconclusive instead",
    "SEC-28": "only whether documents are asked for is decided yet, and a space without them grants no such scope",
}
"""Criteria that no fault of Tensio can violate alone, and why. Sommeil asks: two of its faults violate GDP-06 alone."""


def test_each_decided_criterion_has_a_fault_of_its_own(matrix: Matrix) -> None:
    assert set(matrix.gaps) == set(WITHOUT)


class Holed(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded bundle from which entries were taken away."""

    whole: BundleReader
    plan: Plan | None
    observations: Sequence[Observation]
    closes: Sequence[Close]

    @property
    def head(self) -> str:
        return self.whole.head

    def has(self, digest: str) -> bool:
        return self.whole.has(digest)

    def blob(self, digest: str) -> bytes:
        return self.whole.blob(digest)


@pytest.fixture(scope="module")
def bundles() -> dict[str, BundleReader]:
    wanted = {"sound", "tls10", "git_exposed", "pkce_plain", "hds_expired", "notice_missing"}
    return {name: bundle for name, bundle in recorded(RECORDED) if name in wanted}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), share=st.sampled_from([0.001, 0.01, 0.1, 0.5, 0.95]))
@pytest.mark.slow
def test_deleting_anything_never_makes_a_pass(bundles: dict[str, BundleReader], seed: int, share: float) -> None:
    """The property of the architecture, on real evidence and all criteria at once."""
    draw = random.Random(seed)
    name = draw.choice(sorted(bundles))
    whole = bundles[name]
    before = _verdicts(Holed(whole=whole, plan=whole.plan, observations=whole.observations, closes=whole.closes))
    holed = Holed(
        whole=whole,
        plan=whole.plan if draw.random() > share / 4 else None,
        observations=[seen for seen in whole.observations if draw.random() > share],
        closes=[close for close in whole.closes if draw.random() > share / 4],
    )
    after = _verdicts(holed)
    gained = [one for one, verdict in after.items() if verdict is Verdict.PASS and before[one] is not Verdict.PASS]
    assert gained == []


def _verdicts(evidence: Holed) -> dict[str, Verdict]:
    judgement = judge(evidence, catalogue(), time_of(evidence), cache=CACHE)
    assert judgement.errors == ()
    return {one.criterion: one.verdict for one in judgement.verdicts}
