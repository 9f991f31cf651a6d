"""People of 14, 15 and 18 years sign up, born as many years and a day before the look."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from criteria.observation import Look
from criteria.rights_acts import Act
from harness.probes.person import shared_sitting
from harness.probes.rights.delegation import delegate
from harness.probes.rights.trying import SIGN_UP, Trying, newcomer
from harness.probing import ProbeRoom

PURPOSE = "rights.minors"
AGES = (14, 15, 18)


def run(look: Look, room: ProbeRoom) -> None:
    """One stage for each age (``age_14``...); whoever is let in enters a measure and sees the pages again.

    Without a birth date in the journey nobody's age can be told: then one person signs up (stage ``ageless``). Then a
    delegation, where one is declared. Last, stage ``functions``: the pages of account A, where a function for other
    people would show.
    """
    steps = room.journeys.get(SIGN_UP, ())
    asked = any("${birth." in part for step in steps for part in (*step.form.values(), json.dumps(step.json)))
    today = datetime.fromisoformat(room.now()).date()
    for age in AGES if asked else (0,):
        who = newcomer(room, PURPOSE, f"age_{age}" if age else "ageless", age)
        if age:
            who.person.born = born(today, age)
        walked = who.act(SIGN_UP)
        if walked is not None and walked.outcome == "accepted":
            who.enter()
            who.sitting.visit()
    delegate(room)
    if "a" in room.manifest.accounts and "sign_in" in room.journeys:
        _functions(room)


def born(today: date, age: int) -> date:
    """The birth date of somebody who turned ``age`` yesterday."""
    yesterday = today - timedelta(days=1)
    day = 28 if (yesterday.month, yesterday.day) == (2, 29) else yesterday.day
    return yesterday.replace(year=yesterday.year - age, day=day)


def _functions(room: ProbeRoom) -> None:
    sitting = shared_sitting(room, "a")
    sitting.purpose, sitting.heard = PURPOSE, []
    who = Trying(room, sitting)
    who.stage("functions")
    who.look_around()
    who.note(Act(act="look_around", stage="functions", outcome="seen"))
