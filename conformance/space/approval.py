"""When a person must approve again what they allowed: the service changed its exchanges, or they came of age."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Literal

import msgspec

from conformance.space.services import Service
from conformance.space.tables_consent import ConsentRow

MAJORITY = 18


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """An approval that is due: why, and the limit (Unix seconds) after which what it is about ends."""

    reason: Literal["exchanges", "majority"]
    limit: int

    def passed(self, now: int) -> bool:
        """Tell whether the limit is over."""
        return now >= self.limit


def approval_due(service: Service, consent: ConsentRow, birth_date: date, now: int, grace: int) -> Approval | None:
    """Return the approval that a consent waits for, the one with the nearest limit; ``None`` when there is none."""
    due = []
    if consent.version < service.version:
        due.append(Approval(reason="exchanges", limit=service.approve_by or 0))
    if consent.given < majority(birth_date) <= now:
        due.append(Approval(reason="majority", limit=majority(birth_date) + grace))
    return nearest(due)


def nearest(due: Iterable[Approval | None]) -> Approval | None:
    """Return the approval with the nearest limit."""
    return min((one for one in due if one), key=lambda one: one.limit, default=None)


def majority(birth_date: date) -> int:
    """When a person comes of age (French civil code, article 414), as Unix seconds; a 29 February counts as 1 March.

    The text names no zone: midnight UTC is our reading.
    """
    year = birth_date.year + MAJORITY
    try:
        day = birth_date.replace(year=year)
    except ValueError:
        day = date(year, 3, 1)
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
