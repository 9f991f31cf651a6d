"""A home page that attacks its visitor: the look ends, the judge stays upright, and no verdict becomes a pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from criteria.catalogue import catalogue
from criteria.judge import judge, time_of
from criteria.verdict import Verdict
from harness.bundle import BundleReader
from harness.bundle.store import FolderStore
from harness.errors import LookFailed
from tests.harness.probes.http_room import Bench
from tests.support import hostile_behaviours  # noqa: F401  (registers the attacks)
from tests.support.hostile_server import BEHAVIOURS, HostileServer

LOOK = "http.crawl"
SOUND = "/fine"
ATTACKS = sorted(path for path in BEHAVIOURS if path != SOUND)
DEADLINE_S = 0.5


@pytest.mark.parametrize("path", ATTACKS)
def test_an_attack_ends_in_an_honest_verdict(tmp_path: Path, path: str) -> None:
    with HostileServer() as server:
        bench = Bench(tmp_path / "bundle", server, deadline_s=DEADLINE_S, pages={"home": path})
        reason = ""
        try:
            bench.run(LOOK)
        except LookFailed as failed:
            reason = failed.reason
        bench.close(LOOK, reason)
    evidence = BundleReader(FolderStore(tmp_path / "bundle"))
    judgement = judge(evidence, catalogue(), time_of(evidence))
    assert judgement.errors == ()
    assert {one.verdict for one in judgement.verdicts} & {Verdict.PASS, Verdict.FAIL} == set()


def test_there_are_twenty_attacks_and_more() -> None:
    assert len(ATTACKS) >= 20
