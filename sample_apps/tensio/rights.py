"""What people may do with their own data: decisions that a fault may replace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sample_apps.tensio.takeout import Takeout, as_csv, as_fhir

GROWN = 18


def years_between(born: date, today: date) -> int:
    """Whole years of age; somebody born on 29 February turns a year older on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


@dataclass(frozen=True)
class RightsPolicy:
    """``youngest`` may sign up; ``keeps_consent`` stands for a withdrawal that stops nothing, ``forgets_edits`` for a
    correction that is thanked for and lost. ``fhir`` and ``table`` are the two forms of the export.

    After a deletion, ``erases`` says whether the data go, ``ends_sessions`` whether the sessions do, ``tells_space``
    whether the health space hears of it; ``grace`` keeps an empty account for those who change their mind.
    """

    youngest: int = GROWN
    refused_status: int = 422
    keeps_consent: bool = False
    forgets_edits: bool = False
    fhir: Callable[[Takeout], tuple[str, bytes]] = as_fhir
    table: Callable[[Takeout], tuple[str, bytes]] = as_csv
    erases: bool = True
    tells_space: bool = True
    grace: bool = False
