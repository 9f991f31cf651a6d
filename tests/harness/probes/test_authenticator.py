"""An authenticator gives each code once, and only codes that a server of the standard's kind takes at that moment."""

from __future__ import annotations

import pyotp
import pytest

from harness.probes.person.authenticator import LATE_S, STEP_S, Authenticator

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
START = 59_000_000 * STEP_S


class Time:
    """A clock that stands still until somebody waits."""

    def __init__(self, into: float) -> None:
        self.now = START + into
        self.waited: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


def steps_ahead(clock: Time, code: str) -> int:
    """How many steps a code is ahead of now."""
    present = int(clock()) // STEP_S
    return next(step for step in range(-5, 6) if pyotp.TOTP(SEED).generate_otp(present + step) == code)


@pytest.mark.parametrize(
    ("into", "ahead"),
    [(0, [-1, 0, 1, 1, 1]), (LATE_S, [-1, 0, 1, 1, 1]), (LATE_S + 1, [0, 1, 1, 1, 1]), (29.9, [0, 1, 1, 1, 1])],
)
def test_each_code_is_new_and_at_most_one_step_ahead_when_it_is_given(into: float, ahead: list[int]) -> None:
    clock = Time(into)
    mine = Authenticator(SEED, clock, clock.wait)
    given = [(code := mine.code(), steps_ahead(clock, code)) for _ in range(5)]
    assert [step for _, step in given] == ahead
    assert len({code for code, _ in given}) == 5
    assert all(0 < seconds <= STEP_S for seconds in clock.waited)


@pytest.mark.parametrize("into", [0, 12.5, 29.9])
def test_where_early_codes_are_refused_each_waits_for_its_own_time(into: float) -> None:
    clock = Time(into)
    mine = Authenticator(SEED, clock, clock.wait)
    mine.early = False
    assert all(steps_ahead(clock, mine.code()) <= 0 for _ in range(4))


def test_a_wrong_code_is_wrong_on_each_side() -> None:
    clock = Time(3)
    wrong = Authenticator(SEED, clock, clock.wait).wrong(3)
    present = int(clock()) // STEP_S
    assert wrong not in {pyotp.TOTP(SEED).generate_otp(present + step) for step in range(-3, 4)}
