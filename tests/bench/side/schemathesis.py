"""Schemathesis: requests made up from the OpenAPI document, and what the answers break."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.bench.side.installing import version_of
from tests.bench.side.listing import Run
from tests.bench.side.tool import Target, ToolFailed, report_of, run_program

SEED = "20261124"


class Schemathesis:
    """One run of its command with all checks and a fixed seed."""

    name = "schemathesis"

    def install(self) -> str:
        """A dependency of Probant itself."""
        return version_of([str(self._program()), "--version"])

    def look(self, run: Run, target: Target, place: Path) -> frozenset[str]:
        """The document that the manifest declares is the first page of the run."""
        report = place / "report.json"
        command = [
            *(str(self._program()), "run", target.base_url + run.pages[0], "--tls-verify", str(target.authority)),
            *("--header", f"Authorization: Bearer {target.token}", "--seed", SEED, "--generation-database", "none"),
            *("--checks", "all", "--continue-on-failure", "--no-color", *run.options),
            *("--report", "json", "--report-json-path", str(report)),
        ]
        code, _ = run_program(command, place, run.seconds)
        return signals(report_of(report, code))

    @staticmethod
    def _program() -> Path:
        found = Path(sys.executable).with_name("st")
        if not found.is_file():
            raise ToolFailed("schemathesis is not installed: make setup")
        return found


def signals(raw: bytes) -> frozenset[str]:
    """``kind of failure: operation``."""
    failures = json.loads(raw).get("failures", ())
    return frozenset(f"{one['type']}: {operation}" for one in failures for operation in one["operations"])
