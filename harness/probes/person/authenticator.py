"""A person's authenticator app: codes by time (TOTP, RFC 6238), each said once, and none that a server must refuse."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pyotp

STEP_S = 30
"""Length of a time step, in seconds (RFC 6238 section 4.1)."""
LATE_S = 18
"""Seconds into a step after which the code of the step before is not given any more: it may be over on arrival."""


def _pass_time(seconds: float) -> None:
    """A code comes with time alone: there is no event to wait for."""
    threading.Event().wait(seconds)


class Authenticator:
    """Gives codes of ``seed``. Servers accept the step before and the one after (section 5.2), so that three codes are
    there at any moment; who needs a fourth waits for it, as a person would (up to a step, on the clock of the world).

    ``early``: whether the code of the step to come may be given. A server that refuses it is right as well.
    """

    def __init__(
        self, seed: str, clock: Callable[[], float] = time.time, wait: Callable[[float], None] = _pass_time
    ) -> None:
        self._totp = pyotp.TOTP(seed)
        self._clock = clock
        self._wait = wait
        self.early = True
        self.last_step = 0

    def code(self) -> str:
        """A code that was not given before, and that a server takes now."""
        present, into = divmod(int(self._clock()), STEP_S)
        first = present if into > LATE_S else present - 1
        self.last_step = max(self.last_step + 1, first)
        begins = (self.last_step - self.early) * STEP_S
        if (left := begins - self._clock()) > 0:
            self._wait(left)
        return self._totp.generate_otp(self.last_step)

    def wrong(self, around: int) -> str:
        """Six digits that are no code of this many steps on each side of now."""
        present = int(self._clock()) // STEP_S
        right = {self._totp.generate_otp(present + step) for step in range(-around, around + 1)}
        return next(code for number in range(1000) if (code := f"{number:06d}") not in right)
