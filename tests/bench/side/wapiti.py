"""wapiti: crawls, then attacks what it found. GPL: a program of its own, run and never imported."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench.side.installing import python_program, version_of
from tests.bench.side.listing import Run
from tests.bench.side.paths import path_of, steady
from tests.bench.side.tool import Target, report_of, run_program

REQUIREMENT = "wapiti3==3.2.3"
KINDS = ("vulnerabilities", "anomalies", "additionals")
LEFT_ALONE = ("/deconnexion", "/compte/suppression")
"""Addresses that end the session or the account."""


class Wapiti:
    """One scan with the modules that the run names."""

    name = "wapiti"

    def install(self) -> str:
        """In an environment of its own."""
        return version_of([str(python_program(REQUIREMENT, "wapiti")), "--version"])

    def look(self, run: Run, target: Target, place: Path) -> frozenset[str]:
        """Half of the run's time for the crawl, and as much for all modules."""
        report = place / "report.json"
        start = run.pages[0] if run.pages else "/"
        command = [
            *(str(python_program(REQUIREMENT, "wapiti")), "--url", target.base_url + start, "--scope", "domain"),
            *("--module", ",".join(run.options), "--format", "json", "--output", str(report)),
            *("--no-bugreport", "--verbose", "0", "--flush-session"),
            *("--store-session", str(place / "session"), "--store-config", str(place / "config")),
            *("--max-scan-time", str(run.seconds / 4), "--max-attack-time", str(run.seconds / 6)),
            *(part for path in LEFT_ALONE for part in ("--exclude", target.base_url + path)),
            *(("--header", f"Cookie: {target.cookies}") if run.signed_in else ()),
        ]
        code, _ = run_program(command, place, run.seconds)
        return signals(report_of(report, code))


def signals(raw: bytes) -> frozenset[str]:
    """``module: category: METHOD path parameter: what it says``."""
    found: set[str] = set()
    report = json.loads(raw)
    for kind in KINDS:
        for category, entries in report.get(kind, {}).items():
            for one in entries:
                where = f"{one['method']} {path_of(one['path'])} {one.get('parameter') or '-'}"
                found.add(f"{one.get('module', kind)}: {category}: {where}: {steady(one.get('info', ''))}")
    return frozenset(found)
