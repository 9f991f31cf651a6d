"""pa11y: accessibility of single pages, by axe-core and HTML_CodeSniffer."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench.side.installing import FLAGS, chromium, node_program, version_of
from tests.bench.side.listing import Run
from tests.bench.side.tool import Target, ToolFailed, run_program


class Pa11y:
    """One call for each page, signed in."""

    name = "pa11y"

    def install(self) -> str:
        """From the list of Node packages."""
        chromium()
        return version_of([str(node_program("pa11y")), "--version"])

    def look(self, run: Run, target: Target, place: Path) -> frozenset[str]:
        """All pages of the run within its time."""
        place.mkdir(parents=True, exist_ok=True)
        settings = place / "settings.json"
        settings.write_text(json.dumps(_settings(target if run.signed_in else None)), "utf-8")
        found: set[str] = set()
        for page in run.pages:
            command = [str(node_program("pa11y")), "--config", str(settings), "--reporter", "json"]
            code, said = run_program([*command, target.base_url + page], place, run.seconds / len(run.pages))
            if code not in (0, 2):
                raise ToolFailed(f"exit code {code} for {page}")
            found |= signals(page, said)
        return frozenset(found)


def _settings(signed_in: Target | None) -> dict[str, object]:
    launched = {"executablePath": chromium(), "acceptInsecureCerts": True, "args": list(FLAGS)}
    headers = {"Cookie": signed_in.cookies} if signed_in else {}
    return {
        "chromeLaunchConfig": launched,
        "runners": ["axe", "htmlcs"],
        "standard": "WCAG2AA",
        "timeout": 30_000,
        "headers": headers,
    }


def signals(page: str, raw: bytes) -> frozenset[str]:
    """``runner: rule: page: selector`` for each error."""
    errors = (one for one in json.loads(raw) if one.get("type") == "error")
    return frozenset(f"{one['runner']}: {one['code']}: {page}: {one['selector']}" for one in errors)
