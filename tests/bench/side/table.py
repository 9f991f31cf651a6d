"""The comparison as text and as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping

import msgspec

from tests.bench.side.comparing import AGAIN, SOUND, Cell, Found, States, cells, false_alarms
from tests.bench.side.listing import Comparison

MARKS: dict[Found, str] = {"found": "yes", "something_else": "other", "nothing": "no", "no_answer": "?"}
NOT_ASKED = "-"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was measured, for a file."""

    cores: int
    python: str
    load: tuple[float, float, float]
    """Mean number of running processes over 1, 5 and 15 minutes before the start."""
    versions: Mapping[str, str]
    unavailable: Mapping[str, str]
    states: States
    cells: tuple[Cell, ...]
    false_alarms: tuple[str, ...]


def told(
    listed: Comparison,
    states: States,
    versions: Mapping[str, str],
    unavailable: Mapping[str, str],
    load: tuple[float, float, float],
) -> Told:
    """The comparison of these states."""
    return Told(
        cores=os.cpu_count() or 0,
        python=platform.python_version(),
        load=load,
        versions=versions,
        unavailable=unavailable,
        states=states,
        cells=tuple(cells(listed, states)),
        false_alarms=tuple(false_alarms(listed, states)),
    )


def lines(listed: Comparison, result: Told) -> Iterator[str]:
    """The table, and beneath it the times, the tools that were not there, and the false alarms."""
    tools = list(dict.fromkeys(run.tool for run in listed.runs))
    yield f"{'fault':28}{'area':14}" + "".join(f"{tool:14}" for tool in tools)
    by_place = {(cell.fault, cell.tool): cell for cell in result.cells}
    for fault in dict.fromkeys(cell.fault for cell in result.cells):
        mine = [by_place.get((fault, tool)) for tool in tools]
        area = next(cell.area for cell in mine if cell)
        yield f"{fault:28}{area:14}" + "".join(f"{MARKS[cell.found] if cell else NOT_ASKED:14}" for cell in mine)
    yield ""
    for tool in tools:
        own = [cell for cell in result.cells if cell.tool == tool]
        yield f"{tool} {result.versions.get(tool, '')}: {sum(cell.found == 'found' for cell in own)} of {len(own)}"
    yield ""
    for run in listed.runs:
        yield from _time(run.name, result)
    yield from (f"not available: {tool}: {why}" for tool, why in result.unavailable.items())
    yield from (f"no answer: {cell.tool}, {cell.fault}: {cell.trouble}" for cell in result.cells if cell.trouble)
    yield from (f"false alarm on the sound sample: {one}" for one in result.false_alarms)


def _time(name: str, result: Told) -> Iterator[str]:
    """Seconds at the sound sample, and how many remarks it gets."""
    for state in (SOUND, AGAIN):
        seen = result.states.get(state, {}).get(name)
        if seen is not None and not seen.trouble:
            time = f"{seen.seconds:6.1f} s, processor at least {seen.cpu:5.1f} s"
            yield f"{time}  {name}, {state}: {len(seen.signals)} remarks"
