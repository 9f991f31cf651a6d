"""Reading ``faults.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

CATALOGUE = Path(__file__).parents[1] / "faults.yaml"


def entries() -> list[dict[str, Any]]:
    """All faults, as written."""
    found: list[dict[str, Any]] = yaml.safe_load(CATALOGUE.read_text("utf-8"))["faults"]
    return found


def names_made_by_the_caller() -> set[str]:
    """Faults of the certificate or of the dossier alone, which the running app has no part in."""
    return {entry["name"] for entry in entries() if entry["made_by"] == "caller"}
