"""``hostile.parameters``: a marker in every parameter of the corpus, and pairs of conditions in those that only read.

The corpus: fields of the declared journeys, GET forms and links with a query on the pages of the person, and
identifiers in addresses. Tags: ``parameter``, ``role`` (see ``criteria/facts/injections.py``), ``value``, ``marker``.
At the end the person's pages are seen once more, so that a marker that was kept shows itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.facts.injections import SUMMARY_KIND, DriveSummary
from criteria.observation import Look
from harness.manifest.steps import Step
from harness.probes.hostile.disposable import SIGN_UP, disposable
from harness.probes.hostile.driving import Driver, marker_name, marker_value
from harness.probes.hostile.readable import read_parameters
from harness.probes.http.journeys import AT_SPACE, ELSEWHERE
from harness.probes.http.record import TOKEN_NAME
from harness.probes.http.session import SIGN_IN
from harness.probes.objects.corpus import object_links
from harness.probes.person import Sitting, nobody
from harness.probing import ProbeRoom

PURPOSE = "parameters"
LEFT_OUT = (ELSEWHERE | AT_SPACE | {"export_data", "reset_password"})
MOST_FIELDS = 60
MOST_KEPT = 12
GIVEN = ("${account.", "${mail.", "${kept.")
"""Values that make a step work: it is not the field's content that is at stake there."""


class Field(msgspec.Struct, frozen=True):
    """A field of a step of a journey, that can be changed."""

    journey: str
    rank: int
    name: str

    @property
    def id(self) -> str:
        """How findings name it."""
        return f"{self.journey}.{self.rank + 1}.{self.name}"


def run(look: Look, room: ProbeRoom) -> None:
    """Drive every parameter. Raises ``LookFailed`` when nobody can sign up or in."""
    signed_in = SIGN_UP in room.journeys or SIGN_IN in room.journeys
    sitting = disposable(room, PURPOSE) if signed_in else Sitting(room, nobody(room), PURPOSE)
    fields = list(_fields(room))[:MOST_FIELDS]
    for journey in dict.fromkeys(field.journey for field in fields):
        sitting.walk(journey)
    sitting.visit()
    sitting.visit(*room.manifest.pages.values())
    driver = Driver(room, sitting, PURPOSE)
    reads = read_parameters(sitting)
    for one in reads:
        driver.mark(one)
        driver.compare(one)
    for field in fields:
        _drive_field(room, sitting, field)
    _see_again(sitting)
    known = (*(one.id for one in reads), *(field.id for field in fields))
    room.observe(kind=SUMMARY_KIND, data=DriveSummary(purpose=PURPOSE, parameters=known), target=look.target)


def _fields(room: ProbeRoom) -> Iterator[Field]:
    for journey, steps in room.journeys.items():
        for rank, step in enumerate(steps if journey not in LEFT_OUT else ()):
            values = {**step.form, **{name: value for name, value in (step.json or {}).items() if _plain(value)}}
            for name, value in values.items():
                given = str(value).startswith(GIVEN) or TOKEN_NAME.search(name)
                if not given:
                    yield Field(journey, rank, name)


def _plain(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _drive_field(room: ProbeRoom, sitting: Sitting, field: Field) -> None:
    """Walk the journey up to the field's step, with the marker behind the field's own value."""
    name = marker_name()
    steps = room.journeys[field.journey][: field.rank + 1]
    changed = _marked(steps[-1], field.name, marker_value(name))
    tags = {"parameter": field.id, "marker": name, "role": "marker"}
    sitting.walk(field.journey, (*steps[:-1], changed), **tags)


def _marked(step: Step, name: str, marker: str) -> Step:
    if name in step.form:
        return msgspec.structs.replace(step, form={**step.form, name: step.form[name] + marker}, expect_status=0)
    content = step.json or {}
    return msgspec.structs.replace(step, json={**content, name: f"{content.get(name, '')}{marker}"}, expect_status=0)


def _see_again(sitting: Sitting) -> None:
    """The pages of the person, and some of the objects that they name."""
    first = len(sitting.heard)
    seen = sitting.visit()
    links = dict.fromkeys(url for answer in seen for url in object_links(answer, sitting.room.base_url))
    known = {answer.url for answer in sitting.heard[:first]}
    sitting.visit(*[url for url in links if url not in known][:MOST_KEPT] or ["/"])
