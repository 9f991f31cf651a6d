"""Reading hostile JSON: every getter answers the wanted type or an empty value, and never raises."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any


def mapping(value: Any, *path: str) -> dict[str, Any]:
    """Return the object at ``path`` under ``value``, or an empty one."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def items(value: Any, key: str) -> list[Any]:
    """Return the list under ``key``, or an empty one."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def text(value: Any, key: str) -> str:
    """Return the string under ``key``, or an empty one."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def texts(value: Any, key: str) -> list[str]:
    """Return the non-empty strings of the list under ``key``."""
    return [found for found in items(value, key) if isinstance(found, str) and found]


def number(value: Any, key: str) -> bool:
    """Tell whether there is a finite JSON number under ``key``."""
    found = value.get(key) if isinstance(value, dict) else None
    if isinstance(found, bool) or not isinstance(found, int | float | Decimal):
        return False
    return isinstance(found, int) or math.isfinite(float(found))


def codings(concept: Any) -> Iterator[tuple[str, str]]:
    """Yield ``(system, code)`` of every coding of a CodeableConcept."""
    for coding in items(concept, "coding"):
        yield text(coding, "system"), text(coding, "code")
