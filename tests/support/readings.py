"""Values on their way through the space, in a few lines of memory: what was entered, written, given and shown."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tests.support.evidence import Looked, Sight, looked, sight
from tests.support.rounds import BEFORE, Tags, journey, listed, read, right_round, tags_of, write

CODES = ("8480-6", "8462-4")
Pair = tuple[float, float]
OWN: tuple[Pair, ...] = ((151, 91), (163, 103), (170, 97))
DOUBTFUL: tuple[Pair, ...] = ((152, 92), (164, 104), (171, 98))


def pressure(values: Pair, *, unit: str = "mm[Hg]", text: str = "", codes: Sequence[str] = CODES) -> bytes:
    """One blood pressure in JSON."""
    parts = [
        {
            "code": {"coding": [{"code": code}]},
            "valueQuantity": {"value": value, "code": unit, "unit": text or unit},
        }
        for code, value in zip(codes, values, strict=True)
    ]
    return msgspec.json.encode({"resourceType": "Observation", "status": "final", "component": parts})


def stepped(tags: Tags, trigger: str, entered: dict[str, str]) -> Sight:
    """A journey that entered these values."""
    return sight("exchange.trigger", {**tags, "trigger": trigger, "outcome": "done", "entered": entered})


def sent(tags: Tags, values: Pair, *, codes: Sequence[str] = CODES) -> Sight:
    """A write of these values."""
    return write(tags, sent=b'{"entry":[{"resource":' + pressure(values, codes=codes) + b"}]}")


def reading(scenario: str, run: int, given: Sequence[bytes], rows: Sequence[str]) -> list[Sight]:
    """A reading under a scenario, and the right round after it."""
    mine = tags_of(scenario, run)
    seen = journey(mine, "read_measures", read(mine, *given, altered=True), page=listed(*rows))
    return [*seen, *right_round(tags_of(scenario, run, "after"))]


def rows_of(pairs: Sequence[Pair], unit: str = "mmHg") -> list[str]:
    """The rows that show these pressures."""
    return [f"{high:g} / {low:g} {unit}" for high, low in pairs]


def control_reads() -> Looked:
    """What the control app does: it shows whatever it is given."""
    doubtful = [pressure(one, unit="[lb_av]", text="kPa") for one in DOUBTFUL]
    shown = reading("unit_unknown", 1, doubtful, rows_of(DOUBTFUL))
    return looked("exchange.reads", *right_round(BEFORE), *shown, subject="control")
