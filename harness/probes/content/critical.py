"""Enters critical values as the person would, and records every screen on the way and afterwards."""

from __future__ import annotations

import json

from criteria.facts.critical_entry import AROUND, ENTRIES_KIND, FIRST, PURPOSE, CriticalEntries, Entry
from criteria.facts.http.urls import resolve
from criteria.observation import Look
from criteria.page_kinds import patterns
from harness.errors import LookFailed
from harness.manifest.steps import Step
from harness.net import Ask, Labels, follow
from harness.probes.exchange.placeholders import measured
from harness.probes.http.journey import Knows, Walker
from harness.probes.http.record import record
from harness.probes.http.signed_in import ACCOUNT, MOST_PAGES
from harness.probes.person.people import seeded
from harness.probes.person.pinned import Pinned
from harness.probes.person.session import SIGN_IN, sign_in
from harness.probing import ProbeRoom

JOURNEY = "enter_measure"


def run(look: Look, room: ProbeRoom) -> None:
    """Walk ``enter_measure`` once for each set of the pinned table whose quantities it names (purpose ``critical``).

    ``start`` names the set; the tag ``stage`` says which screen it is, and the tag ``bearing`` which step of the walk
    bears the values. ``content.critical_summary`` ends the look; a manifest without such a journey leaves nothing to
    enter. Raises ``LookFailed`` when the account cannot sign in.
    """
    steps = room.journeys.get(JOURNEY, ())
    named = tuple(dict.fromkeys(name for step in steps for name in quantities_of(step)))
    sets = [one for one in patterns("critical_values")["sets"] if one["values"].keys() <= set(named)]
    entered: list[Entry] = []
    if sets:
        if ACCOUNT not in room.manifest.accounts and SIGN_IN not in room.journeys:
            raise LookFailed("gap.missing_input", input=f"accounts.{ACCOUNT}")
        context, person = sign_in(room, ACCOUNT), seeded(room, ACCOUNT)
        _visit(room, context, "", FIRST)
        entered = [_entered(room, context, person, steps, one["id"], one["values"]) for one in sets]
    room.observe(kind=ENTRIES_KIND, data=CriticalEntries(quantities=named, entries=tuple(entered)), target=look.target)


def quantities_of(step: Step) -> tuple[str, ...]:
    """The quantities that a step says its values are."""
    return measured(json.dumps([*step.form.values(), step.json], ensure_ascii=False))


def _entered(
    room: ProbeRoom, context: str, person: Knows, steps: tuple[Step, ...], name: str, values: dict[str, int]
) -> Entry:
    bearing = max(number for number, step in enumerate(steps, 1) if set(quantities_of(step)) & values.keys())
    labels = Labels(context=context, purpose=PURPOSE, start=name, tags={"bearing": str(bearing)})
    end = Walker(room, JOURNEY, labels, Pinned(person, values), room.verify).walk(steps[:bearing])
    _visit(room, context, name, AROUND)
    status = end.last.status if end.last else 0
    return Entry(set=name, values=values, outcome=end.outcome, status=status, detail=end.detail)


def _visit(room: ProbeRoom, context: str, name: str, stage: str) -> None:
    """The signed-in pages, as the person finds them now."""
    for path in room.manifest.signed_in_pages[:MOST_PAGES]:
        labels = Labels(context=context, purpose=PURPOSE, start=name, tags={"stage": stage})
        ask = Ask(method="GET", url=resolve(f"{room.base_url}/", path), verify=room.verify, labels=labels)
        for answer in follow(room.http, ask).answers:
            record(room, answer)
