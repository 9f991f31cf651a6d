"""The eleven measures of the space's API (``measures.yaml``), typed."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Literal

import msgspec

from conformance.contract.documents import document

Presence = Literal["mandatory", "forbidden", "open"]


class Coded(msgspec.Struct, frozen=True, kw_only=True):
    """A code in a code system, with the text that says so."""

    system: str
    code: str
    source: str = ""


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """One code that a measure's profile carries, its units (UCUM, preferred first) and its extensions.

    Without ``units`` the value is in components. ``display`` is the ``unit`` text where a profile fixes it.
    """

    id: str
    code: str
    systems: tuple[str, ...]
    source: str
    units: tuple[str, ...] = ()
    display: str = ""
    moment: Presence = "open"
    number_of_days: Presence = "open"


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """One component of a measure (blood pressure), with its units (UCUM)."""

    id: str
    code: str
    system: str
    units: tuple[str, ...]
    required: bool
    source: str


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One measure. ``profiles`` gives the last part of its profile's address in each family."""

    id: str
    title: dict[Literal["en", "fr"], str]
    profiles: dict[str, str]
    indicators: tuple[Indicator, ...]
    components: tuple[Component, ...] = ()
    writable: bool = True


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """One family of profile addresses."""

    base: str
    source: str


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """What the API asks of a Device."""

    profile: str
    type: Coded
    source: str


class Measures(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of ``measures.yaml``."""

    source: str
    date: str
    unit_system: str
    statuses: tuple[str, ...]
    category: Coded
    families: dict[str, Family]
    extensions: dict[str, tuple[str, ...]]
    device: Device
    measures: tuple[Measure, ...]

    def find(self, code: str) -> tuple[Measure, Indicator] | None:
        """Return the measure and indicator of a code, whatever its system, or ``None``."""
        return next(((m, i) for m in self.measures for i in m.indicators if i.code == code), None)

    def profile_addresses(self, measure: Measure, families: Collection[str] | None = None) -> frozenset[str]:
        """Return every address by which the texts name this measure's profile, in these families or in all."""
        ends = measure.profiles.items()
        return frozenset(self.families[one].base + end for one, end in ends if families is None or one in families)


@cache
def load_measures() -> Measures:
    """Return the measures, typed and checked. Raises ``msgspec.ValidationError`` when the file is wrong."""
    return msgspec.convert(document("measures.yaml"), Measures)
