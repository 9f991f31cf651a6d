"""``hostile.parameters``: a marker in every parameter of the corpus, and pairs of conditions in those that only read.

The corpus: fields of the declared journeys, GET forms and links with a query on the pages of the person, and
identifiers in addresses. Tags: ``parameter``, ``role`` (see ``criteria/facts/injections.py``), ``value``, ``marker``.
At the end the person's pages are seen once more, so that a marker that was kept shows itself.
"""

from __future__ import annotations

from criteria.facts.injections import SUMMARY_KIND, DriveSummary
from criteria.observation import Look
from harness.probes.hostile.disposable import SIGN_UP, disposable
from harness.probes.hostile.driving import Driver, marker_name, marker_value
from harness.probes.hostile.fields import Field, fields_of, filled_with
from harness.probes.hostile.readable import read_parameters
from harness.probes.objects.corpus import object_links
from harness.probes.person import Sitting, nobody
from harness.probes.person.session import SIGN_IN
from harness.probing import ProbeRoom

PURPOSE = "parameters"
MOST_FIELDS = 60
MOST_KEPT = 12


def run(look: Look, room: ProbeRoom) -> None:
    """Drive every parameter. Raises ``LookFailed`` when nobody can sign up or in."""
    signed_in = SIGN_UP in room.journeys or SIGN_IN in room.journeys
    sitting = disposable(room, PURPOSE) if signed_in else Sitting(room, nobody(room), PURPOSE)
    fields = list(fields_of(room))[:MOST_FIELDS]
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


def _drive_field(room: ProbeRoom, sitting: Sitting, field: Field) -> None:
    """Walk the journey up to the field's step, with the marker behind the field's own value."""
    name = marker_name()
    steps = room.journeys[field.journey][: field.rank + 1]
    changed = filled_with(steps[-1], {field.name: field.value + marker_value(name)})
    tags = {"parameter": field.id, "marker": name, "role": "marker"}
    sitting.walk(field.journey, (*steps[:-1], changed), **tags)


def _see_again(sitting: Sitting) -> None:
    """The pages of the person, and some of the objects that they name."""
    first = len(sitting.heard)
    seen = sitting.visit()
    links = dict.fromkeys(url for answer in seen for url in object_links(answer, sitting.room.base_url))
    known = {answer.url for answer in sitting.heard[:first]}
    sitting.visit(*[url for url in links if url not in known][:MOST_KEPT] or ["/"])
