"""The clock of a space: the world's, unless a test or the lab moves it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta


class Clock:
    """Tells the time. ``source`` gives Unix seconds; ``advance`` moves this clock and no other."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._ahead = timedelta()

    def now(self) -> int:
        """Return the space's time as Unix seconds."""
        return int(self._source() + self._ahead.total_seconds())

    def world(self) -> int:
        """Return the time that clients know: what they sign is judged by it, wherever the space's clock was moved."""
        return int(self._source())

    def today(self) -> date:
        """Return the space's date in UTC (our reading: the texts name no zone)."""
        return datetime.fromtimestamp(self.now(), UTC).date()

    def advance(self, step: timedelta) -> None:
        """Move the space's clock ahead, or back with a negative step."""
        self._ahead += step
