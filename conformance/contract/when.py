"""FHIR dates as intervals of time (FHIR R4 datatypes, date and dateTime; search, section 3.1.1.4.7)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

_DATE_TIME = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2})"
    r"(T(?P<clock>\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)(?P<zone>Z|[+-]\d{2}:\d{2}))?)?)?",
    re.ASCII,
)
_INSTANT = timedelta(microseconds=1)


def interval(text: str) -> tuple[datetime, datetime]:
    """Return the first and last instant (UTC) that a FHIR date or dateTime stands for.

    A date without a time is read in UTC (our reading: the text names no zone). Raises ``ValueError`` when it
    is none.
    """
    found = _DATE_TIME.fullmatch(text)
    if found is None:
        raise ValueError("not a FHIR date or dateTime")
    try:
        return _clocked(found) if found["clock"] else _calendar(found)
    except OverflowError as error:
        raise ValueError("out of the calendar") from error


def is_date_time(text: str) -> bool:
    """Tell whether ``text`` is a FHIR dateTime precise at least to the day (vital signs, vs-1)."""
    try:
        interval(text)
    except ValueError:
        return False
    return len(text) >= len("2023-07-21")


def _clocked(found: re.Match[str]) -> tuple[datetime, datetime]:
    clock = found["clock"]
    whole, _, fraction = clock.partition(".")
    start = datetime.fromisoformat(
        f"{found['year']}-{found['month']}-{found['day']}T{whole}{found['zone'].replace('Z', '+00:00')}"
    ).astimezone(UTC)
    start += timedelta(microseconds=int(fraction[:6].ljust(6, "0")) if fraction else 0)
    lasts = timedelta(minutes=1) if clock.count(":") == 1 else timedelta(seconds=0 if fraction else 1)
    return start, max(start, start + lasts - _INSTANT)


def _calendar(found: re.Match[str]) -> tuple[datetime, datetime]:
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    start = datetime(year, month, day, tzinfo=UTC)
    if not found["day"]:
        month = month if found["month"] else 12
        day = monthrange(year, month)[1]
    return start, datetime(year, month, day, 23, 59, 59, 999_999, tzinfo=UTC)
