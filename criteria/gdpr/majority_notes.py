"""What GDP-17 states of the day on which a person comes of age, where an app has people under age."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, note
from criteria.security.majority import Majority
from criteria.security.rounds import Journal


def majority_notes(facts: Facts) -> Iterator[Note]:
    """Exchanges with the space go on only once the person, now of age, has approved them; nothing when they stop."""
    if facts.candidate.space is None:
        return
    found = Majority.of(Journal.of(facts))
    if found.standing == "goes_on":
        yield note("after_majority", *found.calls, calls=len(found.calls))
    elif found.standing != "stopped":
        yield note("majority_unplayed", why=found.standing)
