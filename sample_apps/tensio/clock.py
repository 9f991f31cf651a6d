"""The clock of the app: local French time with its offset, as people write their measures down."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """Now, in France, to the second."""
    return datetime.now(UTC).astimezone(PARIS).replace(microsecond=0)


def now_text() -> str:
    """Now as RFC 3339 with the offset of France."""
    return now().isoformat()


def as_offset(local: datetime) -> str:
    """A local time without zone, as typed in a form, as RFC 3339 with the offset of France."""
    return local.replace(tzinfo=PARIS).isoformat(timespec="seconds")
