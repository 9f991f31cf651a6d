"""The fields of the declared journeys that a person may fill otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from harness.manifest.steps import Step
from harness.probes.http.journeys import AT_SPACE, ELSEWHERE
from harness.probes.http.record import TOKEN_NAME
from harness.probing import ProbeRoom

LEFT_OUT = ELSEWHERE | AT_SPACE | {"export_data", "reset_password"}
GIVEN = ("${account.", "${mail.", "${kept.")
"""Values that make a step work: it is not the field's content that is at stake there."""


class Field(msgspec.Struct, frozen=True):
    """A field of a step of a journey, that can be changed; ``value`` is the declared one."""

    journey: str
    rank: int
    name: str
    value: str = ""

    @property
    def id(self) -> str:
        """How findings name it."""
        return f"{self.journey}.{self.rank + 1}.{self.name}"

    @property
    def is_text(self) -> bool:
        """Whether people write what they like here: it bears a canary, or is given in words."""
        return "${canary." in self.value or ("${" not in self.value and " " in self.value)


def fields_of(room: ProbeRoom) -> Iterator[Field]:
    """Every such field, in the order of the journeys."""
    for journey, steps in room.journeys.items():
        for rank, step in enumerate(steps if journey not in LEFT_OUT else ()):
            values = {**step.form, **{name: value for name, value in (step.json or {}).items() if _plain(value)}}
            for name, value in values.items():
                given = str(value).startswith(GIVEN) or TOKEN_NAME.search(name)
                if not given:
                    yield Field(journey, rank, name, str(value))


def filled_with(step: Step, values: dict[str, str]) -> Step:
    """The step with these values, whatever it is answered."""
    form = {name: values.get(name, value) for name, value in step.form.items()}
    json = {name: values.get(name, value) for name, value in step.json.items()} if step.json is not None else None
    return msgspec.structs.replace(step, form=form, json=json, expect_status=0)


def _plain(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)
