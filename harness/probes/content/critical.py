"""Enters critical values as the person would, and records every screen on the way and afterwards."""

from __future__ import annotations

import json
import re

from criteria.facts.critical_entry import (
    AFTER,
    AROUND,
    BEFORE,
    ENTRIES_KIND,
    FIRST,
    PURPOSE,
    CriticalEntries,
    Entry,
)
from criteria.facts.http.urls import resolve
from criteria.observation import Look
from criteria.page_kinds import patterns
from harness.errors import LookFailed
from harness.manifest.model import Step
from harness.net import Ask, Labels, follow
from harness.probes.http.journey import Walker
from harness.probes.http.record import record
from harness.probes.http.session import SIGN_IN, sign_in, values_of
from harness.probes.http.signed_in import ACCOUNT, MOST_PAGES
from harness.probing import ProbeRoom

JOURNEY = "enter_measure"
_QUANTITY = re.compile(r"\$\{measure\.([a-z_]{1,40})\.\d{1,9}-\d{1,9}\}")


def run(look: Look, room: ProbeRoom) -> None:
    """Walk ``enter_measure`` once for each set of the pinned table whose quantities it declares (purpose ``critical``).

    ``start`` names the set, the tag ``stage`` the place of the screen. ``content.critical_summary`` ends the look; a
    manifest without such a journey leaves nothing to enter. Raises ``LookFailed`` when the account cannot sign in.
    """
    steps = room.journeys.get(JOURNEY, ())
    declared = tuple(dict.fromkeys(name for step in steps for name in quantities_of(step)))
    sets = [one for one in patterns("critical_values")["sets"] if one["values"].keys() <= set(declared)]
    entered: list[Entry] = []
    if sets:
        if ACCOUNT not in room.manifest.accounts and SIGN_IN not in room.journeys:
            raise LookFailed("gap.missing_input", input=f"accounts.{ACCOUNT}")
        context = sign_in(room, ACCOUNT)
        _visit(room, context, "", FIRST)
        entered = [_entered(room, context, steps, one["id"], one["values"]) for one in sets]
    room.observe(
        kind=ENTRIES_KIND, data=CriticalEntries(quantities=declared, entries=tuple(entered)), target=look.target
    )


def quantities_of(step: Step) -> list[str]:
    """The quantities that a step says its values are."""
    texts = (*step.form.values(), json.dumps(step.json))
    return [name for text in texts for name in _QUANTITY.findall(text)]


def _entered(room: ProbeRoom, context: str, steps: tuple[Step, ...], name: str, values: dict[str, int]) -> Entry:
    bearing = max(number for number, step in enumerate(steps, 1) if set(quantities_of(step)) & values.keys())
    known = {**values_of(room, ACCOUNT), **{f"measure.{one}": str(value) for one, value in values.items()}}
    walker = _Entering(room, JOURNEY, Labels(context=context, purpose=PURPOSE, start=name), known, room.verify)
    walker.bearing = bearing
    end = walker.walk(steps[:bearing])
    _visit(room, context, name, AROUND)
    status = end.last.status if end.last else 0
    return Entry(set=name, values=values, outcome=end.outcome, status=status, detail=end.detail)


class _Entering(Walker):
    """A walk whose screens say whether the value was entered yet."""

    bearing = 0

    def tags(self, number: int) -> dict[str, str]:
        return {**super().tags(number), "stage": AFTER if number == self.bearing else BEFORE}


def _visit(room: ProbeRoom, context: str, name: str, stage: str) -> None:
    """The signed-in pages, as the person finds them now."""
    for path in room.manifest.signed_in_pages[:MOST_PAGES]:
        labels = Labels(context=context, purpose=PURPOSE, start=name, tags={"stage": stage})
        ask = Ask(method="GET", url=resolve(f"{room.base_url}/", path), verify=room.verify, labels=labels)
        for answer in follow(room.http, ask).answers:
            record(room, answer)
