"""What each tool found: only what it says with a fault and does not say of the sound sample counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from tests.bench.side.listing import Comparison, Listed, Run

Found = Literal["found", "something_else", "nothing", "no_answer"]
SOUND, AGAIN = "sound", "sound again"


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a tool at one state of the sample: wall and processor seconds, and its signals.

    ``cpu`` counts the tool's processes that ended and were waited for, so it is a lower bound where a browser runs.
    """

    seconds: float = 0.0
    cpu: float = 0.0
    signals: tuple[str, ...] = ()
    trouble: str = ""


States = Mapping[str, Mapping[str, Seen]]
"""By state of the sample (``sound``, ``sound again``, or a fault), then by run."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One fault and one tool. ``proof`` is what counted, ``also`` the other new signals."""

    fault: str
    area: str
    tool: str
    found: Found
    proof: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    trouble: str = ""


def cells(listed: Comparison, states: States) -> list[Cell]:
    """Every fault that was run, against every tool that looks at its area."""
    tools = {run.tool: None for run in listed.runs}
    return [
        _cell(listed, fault, tool, states)
        for fault in listed.faults
        if fault.name in states
        for tool in tools
        if any(run.tool == tool for run in listed.runs_for(fault.area))
    ]


def false_alarms(listed: Comparison, states: States) -> list[str]:
    """Signals that would have counted as a fault, of the sound sample seen a second time."""
    again = states.get(AGAIN, {})
    return sorted(
        {
            f"{run.name}: {signal}"
            for fault in listed.faults
            for run in listed.runs_for(fault.area)
            if run.name in again
            for signal in _new(run, again, states[SOUND])
            if listed.pattern(fault, run.tool).search(signal)
        }
    )


def _cell(listed: Comparison, fault: Listed, tool: str, states: States) -> Cell:
    runs = [run for run in listed.runs_for(fault.area) if run.tool == tool]
    here, sound = states[fault.name], states[SOUND]
    trouble = "; ".join(seen.trouble for run in runs for seen in (here[run.name], sound[run.name]) if seen.trouble)
    new = [signal for run in runs for signal in _new(run, here, sound)]
    pattern = listed.pattern(fault, tool)
    proof = tuple(signal for signal in new if pattern.search(signal))
    also = tuple(signal for signal in new if not pattern.search(signal))
    found: Found = "no_answer" if trouble else "found" if proof else "something_else" if also else "nothing"
    return Cell(fault=fault.name, area=fault.area, tool=tool, found=found, proof=proof, also=also, trouble=trouble)


def _new(run: Run, here: Mapping[str, Seen], sound: Mapping[str, Seen]) -> list[str]:
    """Without an answer about the sound sample nothing is new."""
    if here[run.name].trouble or sound[run.name].trouble:
        return []
    return sorted(set(here[run.name].signals) - set(sound[run.name].signals))
