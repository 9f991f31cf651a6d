"""The instrument's clocks: wall time for the record, monotonic time for intervals."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> str:
    """UTC, RFC 3339 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def mono_ns() -> int:
    """The instrument's monotonic clock in nanoseconds."""
    return time.monotonic_ns()
