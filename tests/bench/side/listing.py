"""What is compared (``comparison.yaml``): the runs of each tool, the faults, and what in a report counts as found."""

from __future__ import annotations

import re
from importlib.resources import files

import msgspec

from criteria.yaml_data import load_yaml
from harness.samples import Fault, faults

PROBANT = "probant"


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One way to run a tool. ``pages`` are paths; ``options`` are the tool's own words (criteria, modules)."""

    name: str
    tool: str
    areas: tuple[str, ...]
    signed_in: bool = False
    options: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    seconds: float = 180.0


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One fault. ``found`` gives, for each tool of its area, the pattern that a line of its report must match."""

    name: str
    area: str
    found: dict[str, str] = {}


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The whole list. ``without`` says of each tool why it is not asked about an area."""

    runs: tuple[Run, ...]
    faults: tuple[Listed, ...]
    without: dict[str, str] = {}

    def runs_for(self, area: str) -> list[Run]:
        """The runs that look at this area."""
        return [run for run in self.runs if area in run.areas]

    def pattern(self, listed: Listed, tool: str) -> re.Pattern[str]:
        """What counts as found. For Probant: a failed criterion that the sample declares as violated by the fault."""
        if tool != PROBANT:
            return re.compile(listed.found[tool])
        return re.compile("|".join(f"^{criterion}: fail$" for criterion in fault_of(listed.name).violates))


def comparison() -> Comparison:
    """The list beside this module."""
    return msgspec.convert(load_yaml(files(__package__).joinpath("comparison.yaml").read_bytes()), Comparison)


def fault_of(name: str) -> Fault:
    """The sample's own entry."""
    return next(fault for fault in faults() if fault.name == name)
