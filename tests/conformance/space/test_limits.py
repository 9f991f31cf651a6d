"""Quotas: what is allowed, what is not, and for how long."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.space.limits import Limits, Rate
from tests.conformance.space.conftest import Maker
from tests.conformance.space.direct import PERIOD

SLOW = Rate(per_second=0.5, burst=2)


class Tick:
    """A monotonic clock that stands still unless moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_a_wait() -> None:
    clock = Tick()
    limits = Limits(None, SLOW, clock)
    assert [limits.take("a", "p") for _ in range(4)] == [0, 0, 2, 2]
    assert limits.take("a", "q") == limits.take("b", "p") == 0
    clock.now = 1.9
    assert limits.take("a", "p") == 1
    clock.now = 2.0
    assert [limits.take("a", "p") for _ in range(2)] == [0, 2]


def test_a_client_has_a_quota_of_its_own() -> None:
    limits = Limits(Rate(per_second=1, burst=3), None, Tick())
    assert [limits.take("a", f"p{n}") for n in range(4)] == [0, 0, 0, 1]
    assert limits.take("b", "p0") == 0


def test_a_refused_call_costs_nothing() -> None:
    clock = Tick()
    limits = Limits(Rate(per_second=1, burst=2), SLOW, clock)
    for _ in range(5):
        limits.take("a", "p")
    clock.now = 2.0
    assert limits.take("a", "p") == 0


def test_without_rates_everything_is_allowed() -> None:
    limits = Limits(None, None, Tick())
    assert {limits.take("a", "p") for _ in range(100)} == {0}


def test_memory_is_bounded() -> None:
    clock = Tick()
    limits = Limits(None, SLOW, clock, keep=10)
    for number in range(1000):
        clock.now += 10
        assert limits.take("a", str(number)) == 0
    assert len(limits._buckets) <= 11


@given(st.lists(st.floats(0, 5), max_size=60), st.floats(0.1, 10), st.integers(1, 5))
@settings(derandomize=True, database=None, max_examples=60)
def test_never_more_than_burst_and_rate(steps: list[float], per_second: float, burst: int) -> None:
    clock = Tick()
    limits = Limits(Rate(per_second=per_second, burst=burst), None, clock)
    allowed = 0
    for step in steps:
        clock.now += step
        wait = limits.take("a", "p")
        allowed += wait == 0
        if wait:
            before = clock.now
            clock.now += wait + 1e-6
            assert limits.take("a", "p") == 0, "whoever waits as told may call"
            allowed += 1
            assert clock.now > before
    assert allowed <= burst + clock.now * per_second + 1e-6


def test_the_answer_says_how_long_to_wait(make: Maker) -> None:
    clock = Tick()
    member = make(person_rate=Rate(per_second=0.1, burst=1), monotonic=clock).pair("app-1")
    assert member.search("29463-7", *PERIOD).status == 200
    refused = member.write("body_weight")
    assert (refused.status, refused.headers["retry-after"]) == (429, "10")
    (told,) = refused.json["issue"]
    assert (told["code"], told["diagnostics"]) == ("throttled", "Too many calls. Wait 10 seconds.")
    clock.now = 10
    assert member.write("body_weight").status == 200
    assert member.direct.pair("app-1").write("body_weight").status == 200
