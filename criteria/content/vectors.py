"""What calculators and entries are tried with (``criteria/reference/calculations.yaml``), typed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from criteria.text import Text
from criteria.yaml_data import load_yaml

Given = Mapping[str, float]
PREFIX = "calculate_"
"""Of the journeys that walk a calculator."""


class Quantity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A quantity: the LOINC ``code`` of its value in an Observation (empty: none), and the UCUM ``unit``."""

    code: str
    unit: str


class Vector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Inputs of a formula and its result."""

    given: dict[str, float]
    expected: float


class Formula(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A formula with its pinned vectors; ``units`` are the ways in which its unit is written."""

    title: Text
    source: str
    tolerance: float
    vectors: tuple[Vector, ...]
    units: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A measure that people enter: values to be kept, and values to be refused or confirmed."""

    sound: tuple[dict[str, float], ...]
    implausible: tuple[dict[str, float], ...]

    @property
    def quantities(self) -> frozenset[str]:
        """What is entered."""
        return frozenset(self.sound[0])


class Calculations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    version: str
    quantities: dict[str, Quantity]
    formulas: dict[str, Formula]
    entries: dict[str, Entry]
    factors: tuple[float, ...]
    calculator: str


@cache
def calculations() -> Calculations:
    """Read the file once; raises ``msgspec.ValidationError`` when it is wrong."""
    raw = files("criteria").joinpath("reference/calculations.yaml").read_bytes()
    return msgspec.convert(load_yaml(raw), Calculations)


def written(value: float) -> str:
    """A number as people write it: ``71.5``, ``127``."""
    return str(int(value)) if value == int(value) else f"{value:g}"
