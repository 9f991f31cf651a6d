"""``python -m tests.bench.side``: every tool at the sound sample, with each fault, and at the sound sample again."""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from harness.samples import running_tensio
from tests.bench.side.comparing import AGAIN, SOUND, Seen
from tests.bench.side.installing import ROOT
from tests.bench.side.lighthouse import Lighthouse
from tests.bench.side.listing import Comparison, Listed, Run, comparison, fault_of
from tests.bench.side.pa11y import Pa11y
from tests.bench.side.probant import Probant
from tests.bench.side.schemathesis import Schemathesis
from tests.bench.side.signed_up import signed_up
from tests.bench.side.sslyze import Sslyze
from tests.bench.side.table import Told, lines, told
from tests.bench.side.tool import Target, Tool, ToolFailed
from tests.bench.side.wapiti import Wapiti

TOOLS: tuple[Tool, ...] = (Probant(), Sslyze(), Pa11y(), Lighthouse(), Wapiti(), Schemathesis())
OUT = ROOT / "out" / "bench"
JSON, TEXT = "side-by-side.json", "side-by-side.txt"


def main() -> None:
    """Compare, print the table, and write it beside the JSON."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.side", description=__doc__)
    asked.add_argument("--fault", action="append", default=[], help="only this fault (repeatable)")
    asked.add_argument("--out", type=Path, default=OUT)
    asked.add_argument("--resume", action="store_true", help="keep the states that --out holds from a stopped run")
    options = asked.parse_args()
    listed, load = comparison(), os.getloadavg()
    versions, unavailable = _installed()
    names = options.fault or [fault.name for fault in listed.faults]
    chosen = [fault for name in names for fault in listed.faults if fault.name == name]
    states = _kept(options.out / JSON) if options.resume else {}
    for state, areas in _asked(chosen):
        if state in states:
            continue
        states[state] = _at(state, listed, areas, unavailable)
        _write(options.out, listed, told(listed, states, versions, unavailable, load))
    print((options.out / TEXT).read_text("utf-8"), end="")


class Kept(msgspec.Struct):
    """What a stopped run left."""

    states: dict[str, dict[str, Seen]] = {}


def _kept(path: Path) -> dict[str, dict[str, Seen]]:
    return msgspec.json.decode(path.read_bytes(), type=Kept).states if path.is_file() else {}


def _asked(chosen: Sequence[Listed]) -> list[tuple[str, list[str]]]:
    """Each state of the sample with the areas that are looked at: sound first and last."""
    every = sorted({fault.area for fault in chosen})
    return [(SOUND, every), *((fault.name, [fault.area]) for fault in chosen), (AGAIN, every)]


def _write(out: Path, listed: Comparison, result: Told) -> None:
    """After each state, so that a run that is stopped leaves what it saw."""
    out.mkdir(parents=True, exist_ok=True)
    (out / JSON).write_bytes(msgspec.json.format(msgspec.json.encode(result)))
    (out / TEXT).write_text("\n".join(lines(listed, result)) + "\n", "utf-8")


def _installed() -> tuple[dict[str, str], dict[str, str]]:
    """The version of each tool, or why there is none."""
    versions, unavailable = dict[str, str](), dict[str, str]()
    for tool in TOOLS:
        try:
            versions[tool.name] = tool.install()
        except ToolFailed as error:
            unavailable[tool.name] = str(error)
    return versions, unavailable


def _at(state: str, listed: Comparison, areas: Sequence[str], unavailable: Mapping[str, str]) -> dict[str, Seen]:
    """Every run that looks at these areas, one after another at one running sample; Probant first."""
    runs = [run for run in listed.runs if set(run.areas) & set(areas)]
    faults = [] if state in (SOUND, AGAIN) else [fault_of(state)]
    seen: dict[str, Seen] = {}
    with tempfile.TemporaryDirectory(prefix="probant-side-") as name, running_tensio(Path(name), faults) as sample:
        target = Target(base_url=sample.manifest.base_url, folder=sample.folder, environment=sample.environment)
        for run in runs:
            place = Path(name) / "runs" / run.name.replace(" ", "-")
            seen[run.name] = _seen(run, target, place, unavailable)
            told_now = seen[run.name].trouble or f"{len(seen[run.name].signals)} remarks"
            print(f"  {seen[run.name].seconds:6.1f} s  {state}: {run.name}: {told_now}", flush=True)
    return seen


def _seen(run: Run, target: Target, place: Path, unavailable: Mapping[str, str]) -> Seen:
    if run.tool in unavailable:
        return Seen(trouble=unavailable[run.tool])
    tool = next(tool for tool in TOOLS if tool.name == run.tool)
    ready = signed_up(target) if run.signed_in else target
    began, spent = time.perf_counter(), _spent()
    try:
        signals, trouble = tuple(sorted(tool.look(run, ready, place))), ""
    except ToolFailed as error:
        signals, trouble = (), str(error)
    return Seen(seconds=time.perf_counter() - began, cpu=_spent() - spent, signals=signals, trouble=trouble)


def _spent() -> float:
    """Processor seconds of all children that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
