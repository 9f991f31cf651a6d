"""The right resources of this directory's ``examples/``: ``<profile>-<what it shows>.json``, all invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DIRECTORY = Path(__file__).parent / "examples"
# The facts that the project was built from; not part of the repository.
OFFICIAL = Path(__file__).parents[5] / "shared" / "facts" / "fhir"


def names() -> list[str]:
    """Return the name of every example."""
    return sorted(one.stem for one in DIRECTORY.glob("*.json"))


def example(name: str) -> Any:
    """Return a fresh copy of one example."""
    return json.loads((DIRECTORY / f"{name}.json").read_text(encoding="utf-8"))


def profile_of(name: str) -> str:
    """Return the id of the profile that an example is of."""
    return name.split("-")[0]
