"""Probant itself, as its command is run: an audit of some criteria, to its report and its signed bundle."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from harness.version import ENGINE
from tests.bench.side.listing import PROBANT, Run
from tests.bench.side.tool import Target, report_of, run_program

COMMAND = (sys.executable, "-c", "import sys; from harness.cli import main; sys.exit(main())")


class Probant:
    """``probant audit --only``."""

    name = PROBANT

    def install(self) -> str:
        """It runs from here."""
        return str(ENGINE)

    def look(self, run: Run, target: Target, place: Path) -> frozenset[str]:
        """The criteria are the run's options; the control app is looked at too, as in every audit."""
        out = place / "out"
        only = ("--only", ",".join(run.options))
        command = [*COMMAND, "audit", str(target.folder / "candidate.yaml"), *only, "--out", str(out), "--json"]
        code, _ = run_program(command, place, run.seconds, target.environment)
        if not (out / "audit.json").is_file():
            report_of(place / "audit.json", code)
        return signals((out / "audit.json").read_bytes())


def signals(raw: bytes) -> frozenset[str]:
    """``criterion: verdict`` for each that is not a pass."""
    verdicts = json.loads(raw)["verdicts"]
    return frozenset(f"{one['criterion']}: {one['verdict']}" for one in verdicts if one["verdict"] != "pass")
