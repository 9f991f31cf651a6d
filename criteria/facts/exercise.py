"""The breach exercise: a scenario drawn from the dossier's inventory, and the form of its answer.

The number of an exercise is drawn when its audit begins; the scenario follows from it alone, so that whoever judges
again finds the same. What is answered is the vendor's: data, never judged here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files

import msgspec

from criteria.facts.dossier_inventory import InventoryItem
from criteria.facts.placeholders import written
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation
from criteria.text import Text
from criteria.yaml_data import load_yaml

SCENARIO = "dossier.exercise"
ANSWER = "dossier.exercise_answer"
NEEDED = ("nature", "categories", "persons", "records", "contact", "consequences", "measures", "aware", "notified")
"""What GDPR article 33(3) asks of a notification, with the two times."""


class Scenario(msgspec.Struct, frozen=True):
    """A breach: ``persons`` concerned, ``records`` touched, in these categories of the inventory."""

    exercise: str
    event: Text
    categories: tuple[str, ...]
    persons: int
    records: int


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The notification as the vendor would make it. ``aware`` and ``notified`` are RFC 3339 times."""

    nature: str = ""
    categories: tuple[str, ...] = ()
    persons: int | None = None
    records: int | None = None
    contact: str = ""
    consequences: str = ""
    measures: str = ""
    aware: str = ""
    notified: str = ""

    def missing(self) -> list[str]:
        """The members that are not there."""
        return [name for name in NEEDED if getattr(self, name) in (None, "", ())]


@cache
def events() -> tuple[Text, ...]:
    """What may have happened."""
    raw = load_yaml(files("criteria").joinpath("reference/exercise_events.yaml").read_bytes())
    return tuple(msgspec.convert(raw["events"], list[Text]))


def scenario(exercise: str, inventory: Sequence[InventoryItem]) -> Scenario | None:
    """The scenario of this exercise; ``None`` when the inventory names no category."""
    known = sorted({item.category for item in inventory if item.category})
    if not known:
        return None
    drawn = hashlib.sha256(exercise.encode()).digest()
    first = int.from_bytes(drawn[:4]) % len(known)
    second = int.from_bytes(drawn[4:8]) % len(known)
    persons = 40 + int.from_bytes(drawn[8:10]) % 4000
    return Scenario(
        exercise=exercise,
        event=events()[drawn[10] % len(events())],
        categories=tuple(sorted({known[first], known[second]})),
        persons=persons,
        records=persons * (1 + drawn[11] % 30),
    )


def moment(text: str) -> datetime | None:
    """An RFC 3339 time with its zone, ``None`` when it is not one."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


@extractor(Scenario, kind=SCENARIO, version=1)
def scenarios(seen: Observation, blob: Blob) -> Iterable[Scenario]:
    """The scenario as it was handed out."""
    yield msgspec.convert(seen.data, Scenario)


@extractor(Answer, kind=ANSWER, version=2)
def answers(seen: Observation, blob: Blob) -> Iterable[Answer]:
    """The answer, or nothing when what is stored has not its shape. Words that only hold a place answer nothing."""
    try:
        yield msgspec.convert(written(seen.data), Answer)
    except msgspec.ValidationError:
        return
