"""Lighthouse: one page at a time; its audits of best practices, accessibility and weight."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.side.installing import FLAGS, chromium, node_program, version_of
from tests.bench.side.listing import Run
from tests.bench.side.paths import steady
from tests.bench.side.tool import Target, ToolFailed, report_of, run_program

CATEGORIES = "accessibility,best-practices,performance"
SILENT = ("notApplicable", "manual", "error")
NAMES = ("url", "description", "directive", "severity")
"""Members of an item that say what it is; all others are measured, and differ from run to run."""


class Lighthouse:
    """One call for each page."""

    name = "lighthouse"

    def install(self) -> str:
        """From the list of Node packages."""
        chromium()
        return version_of([str(node_program("lighthouse")), "--version"])

    def look(self, run: Run, target: Target, place: Path) -> frozenset[str]:
        """All pages of the run within its time."""
        found: set[str] = set()
        flags = " ".join((*FLAGS, "--ignore-certificate-errors"))
        for number, page in enumerate(run.pages):
            report = place / f"report-{number}.json"
            command = [
                *(str(node_program("lighthouse")), target.base_url + page, "--quiet", "--no-enable-error-reporting"),
                *("--output=json", f"--output-path={report}", f"--chrome-flags={flags}"),
                f"--only-categories={CATEGORIES}",
            ]
            code, _ = run_program(command, place, run.seconds / len(run.pages), {"CHROME_PATH": chromium()})
            found |= signals(page, report_of(report, code))
        return frozenset(found)


def signals(page: str, raw: bytes) -> frozenset[str]:
    """``audit: page`` for an audit that is not passed, and ``audit: page: item`` for each thing that it names."""
    report = json.loads(raw)
    if error := report.get("runtimeError"):
        raise ToolFailed(f"{page}: {error.get('code')}")
    found: set[str] = set()
    for name, audit in report.get("audits", {}).items():
        score = audit.get("score")
        if audit.get("scoreDisplayMode") in SILENT or (score == 1 and audit["scoreDisplayMode"] != "informative"):
            continue
        if score != 1:
            found.add(f"{name}: {page}")
        found.update(f"{name}: {page}: {item}" for item in _items(audit))
    return frozenset(found)


def _items(audit: dict[str, Any]) -> Iterator[str]:
    details = audit.get("details") or {}
    for item in details.get("items", ()) if isinstance(details.get("items"), list) else ():
        node = (item.get("node") or {}).get("selector", "")
        words = [str(item[name]) for name in NAMES if isinstance(item.get(name), str)]
        if words or node:
            yield steady(" ".join((node, *words)))
