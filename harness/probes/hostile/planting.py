"""Values that call a function of the audit's own wherever they are run, and what each call then tells."""

from __future__ import annotations

import secrets

import msgspec

from criteria.execution_record import SLOTS, Slot, Way
from criteria.facts.injections import payloads
from harness.probes.hostile.driving import marker_name

FIRST = 1000
EVERY_CONTEXT, ELEMENT = "every_context", "element"


class Planted(msgspec.Struct, frozen=True):
    """One value that was put somewhere."""

    marker: str
    parameter: str
    way: Way
    value: str


class Planting:
    """Every value of one look. ``call`` is the function's name, drawn anew; a number stands for a value and a place."""

    def __init__(self) -> None:
        self.call = f"_{secrets.token_hex(2)}"
        self.planted: list[Planted] = []

    def plant(self, parameter: str, way: Way, vector: str = EVERY_CONTEXT) -> Planted:
        """A value for this parameter, with a marker and numbers of its own."""
        text = next(one.text for one in payloads().vectors if one.id == vector)
        number = FIRST + len(self.planted) * len(SLOTS)
        for place, slot in enumerate(SLOTS):
            text = text.replace(f"{{{slot}}}", f"{self.call}({number + place})")
        marker = marker_name()
        made = Planted(marker, parameter, way, text.replace("{name}", marker))
        self.planted.append(made)
        return made

    def of(self, number: object) -> tuple[Planted, Slot] | None:
        """Which value a call comes from, and from which place in it; ``None`` for a number that was never given."""
        at = number - FIRST if isinstance(number, int) else -1
        if not 0 <= at < len(self.planted) * len(SLOTS):
            return None
        return self.planted[at // len(SLOTS)], SLOTS[at % len(SLOTS)]
