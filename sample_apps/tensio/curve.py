"""The curve of the diary: points of an SVG drawing, made on the server so that no script is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sample_apps.tensio.store.measures import Measure

WIDTH, HEIGHT = 600, 180
LOWEST, HIGHEST = 40, 200


@dataclass(frozen=True)
class Curve:
    """Two lines of ``(x, y)`` points, oldest first, in a box of ``WIDTH`` by ``HEIGHT``."""

    systolic: tuple[tuple[float, float], ...]
    diastolic: tuple[tuple[float, float], ...]
    grid: tuple[tuple[int, float], ...]


def curve(measures: Sequence[Measure]) -> Curve | None:
    """The curve of measures given newest first; ``None`` when there are fewer than two."""
    if len(measures) < 2:
        return None
    step = WIDTH / (len(measures) - 1)
    ordered = list(reversed(measures))
    return Curve(
        tuple((round(index * step, 1), _height(one.systolic)) for index, one in enumerate(ordered)),
        tuple((round(index * step, 1), _height(one.diastolic)) for index, one in enumerate(ordered)),
        tuple((value, _height(value)) for value in (60, 100, 140, 180)),
    )


def _height(value: int) -> float:
    bounded = min(max(value, LOWEST), HIGHEST)
    return round(HEIGHT * (HIGHEST - bounded) / (HIGHEST - LOWEST), 1)
