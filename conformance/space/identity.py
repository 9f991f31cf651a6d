"""When are two writes the same measure? (MES 1.5.2 is silent: our reading.)

Two Observations of one person by one client are one measure

- when the first identifier of each (system and value) is the same, or
- when code, instant, value and source (``meta.source``) are the same.

So a client that lost the answer may send again and nothing doubles, whether it numbers its measures or not. The same
identifier with another content is a mistake, told as 409: nothing is overwritten in silence.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Context, Decimal
from typing import Any

from conformance.contract.shape import codings, items, mapping, text

# Exact for any number that a body of the largest size can hold.
_EXACT = Context(prec=1_000_000)


def business_key(observation: dict[str, Any]) -> str | None:
    """Return the digest of the first whole business identifier, or ``None``."""
    for identifier in items(observation, "identifier"):
        system, value = text(identifier, "system"), text(identifier, "value")
        if system and value:
            return _digest([system, value])
    return None


def content_key(observation: dict[str, Any], code: str, instant: tuple[str, str]) -> str:
    """Return the digest of code, instant, value and source. Values are compared as numbers: 71 is 71.0."""
    values = [["", *_quantity(observation)]]
    for part in items(observation, "component"):
        named = sorted(f"{system}|{coded}" for system, coded in codings(mapping(part, "code")))
        values.append([*named, *_quantity(part)])
    source = text(mapping(observation, "meta"), "source").removeprefix("urn:oid:")
    return _digest([code, *instant, sorted(values), source])


def _quantity(holder: Any) -> list[str]:
    quantity = mapping(holder, "valueQuantity")
    value = quantity.get("value")
    number = "" if isinstance(value, bool) or not isinstance(value, int | float | Decimal) else _plain(value)
    # UCUM is told apart by case but for the litre: mg/dL and mg/dl are one unit.
    return [number, text(quantity, "code").replace("dL", "dl")]


def _plain(value: float | Decimal) -> str:
    exact = value if isinstance(value, Decimal) else Decimal(value)
    return str(_EXACT.normalize(exact + 0))


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
