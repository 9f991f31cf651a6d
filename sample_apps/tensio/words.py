"""Dates as French readers write them."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

from sample_apps.tensio.clock import PARIS

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)


def date_fr(day: date) -> str:
    """``3 mars 2026``; the first day of a month is ``1er``."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def week_before(day: date) -> date:
    """The same day of the week before."""
    return day - timedelta(days=7)


def moment_fr(text: str) -> str:
    """An RFC 3339 moment in French local time; a text that is none is given back as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) <= 10:
        return date_fr(moment)
    local = moment.astimezone(PARIS)
    return f"{date_fr(local)} à {local:%H}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{local:%M}"


def time_fr(moment: float) -> str:
    """A POSIX time of today as ``11 h 45 min 30 s`` in France, rounded up to the second."""
    local = datetime.fromtimestamp(math.ceil(moment), PARIS)
    return f"{local:%H h %M min %S s}".replace(" ", "\N{NO-BREAK SPACE}")
