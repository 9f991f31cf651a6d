"""Which blood pressures the diary keeps, and what it calculates from them; in millimetres of mercury."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# What a cuff can show; anything else is a slip of the pen, or another unit.
SYSTOLIC, DIASTOLIC = range(50, 301), range(30, 201)


def slips(systolic: int, diastolic: int) -> list[str]:
    """What is wrong with a pressure, as keys of the templates; nothing when a person can have it."""
    return [name for name, wrong in (
        ("systolic", systolic not in SYSTOLIC),
        ("diastolic", diastolic not in DIASTOLIC),
        ("order", systolic in SYSTOLIC and diastolic in DIASTOLIC and systolic <= diastolic),
    ) if wrong]


def mean_pressure(systolic: int, diastolic: int) -> float:
    """The mean arterial pressure: the lower figure and one third of the difference."""
    return diastolic + (systolic - diastolic) / 3


def one_decimal(value: float) -> str:
    """A number as the French write it: ``94,3``."""
    return f"{value:.1f}".replace(".", ",")


@dataclass
class Reckoning:
    """``slips`` decides what is refused, with ``refused_status``; the mean pressure is ``written`` in ``unit``."""

    slips: Callable[[int, int], list[str]] = slips
    refused_status: int = 422
    mean: Callable[[int, int], float] = mean_pressure
    written: Callable[[float], str] = one_decimal
    unit: str = "mm[Hg]"
