"""Waiting until a client may call again: what it calls before that is written down meanwhile."""

from __future__ import annotations

import time

from conformance.lab.journal import Exchange
from conformance.lab.outcomes import RETRY_AFTER
from conformance.lab.plays import Play
from harness.probes.exchange.bench import Bench

SPARE = 0.1
"""Seconds beyond ``Retry-After``, so that a client whose clock runs a little behind is not called impatient."""


def wait_out(bench: Bench, play: Play) -> None:
    """Until the client may call again."""
    while play.applied.is_set() and (left := _until(bench, play) - time.monotonic()) > 0:
        bench.lab.journal.wait(lambda one: False, left)


def _until(bench: Bench, play: Play) -> float:
    """The moment, on the monotonic clock, up to which the client was last asked to stay away, or is to be refused."""
    asked = [one.mono_ns for one in bench.lab.journal.since() if one.scenario == play.scenario.id]
    since = max((one.mono_ns for one in bench.lab.journal.since() if _asked_to_wait(one, play)), default=0)
    return max([*asked[:1], since]) / 1e9 + RETRY_AFTER + SPARE


def _asked_to_wait(one: Exchange, play: Play) -> bool:
    return one.scenario == play.scenario.id and one.instead and bool(one.answer.header("retry-after"))
