"""What SEC-25 says of calls and of pages: the faults, and why nothing can be concluded, if so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Note, note
from criteria.security.person_rules import (
    MISMATCH,
    OTHERS,
    OWN,
    Owners,
    displayed,
    subject_notes,
    subjects,
    told_measures,
    tried_after,
)
from criteria.security.rounds import Call, Journal, Played


def call_notes(calls: Sequence[Call], journal: Journal, owners: Owners) -> Iterator[Note]:
    """Whom calls name, and what followed the mismatch that was played."""
    runs = journal.met(MISMATCH)
    tried = [seen for run in runs for seen in tried_after(run, owners)]
    if tried:
        yield note("other_id_tried", *tried, calls=len(tried))
    apart = {seen.observation.id for seen in tried}
    yield from subject_notes([seen for seen in calls if seen.observation.id not in apart], owners)
    if not runs:
        yield note("not_played", scenario=MISMATCH)
    yield from (note("not_alive", *run.altered, scenario=MISMATCH) for run in runs if not run.answered)
    unknown = [seen for seen in calls if subjects(seen) and not owners.of_call(seen)]
    if not any(subjects(seen) for seen in calls):
        yield note("nothing_recorded", *calls[:1])
    elif unknown:
        yield note("identity_unknown", *unknown, calls=len(unknown))


def shown_notes(journal: Journal, owners: Owners) -> Iterator[Note]:
    """Whose measures were displayed; the right person's are the positive control of the reading."""
    for scenario in (OWN, *OTHERS):
        runs = journal.met(scenario)
        if not runs:
            yield note("not_played", scenario=scenario)
        for run in runs:
            yield from _own(run, owners) if scenario == OWN else _others(run, owners)


def _own(run: Played, owners: Owners) -> Iterator[Note]:
    if displayed(run, told_measures(run, owners, own=True)):
        return
    scripts = any(page.fact.scripts for page in run.fault.pages)
    yield note("own_not_shown_scripts" if scripts else "own_not_shown", *run.altered, *run.fault.pages)


def _others(run: Played, owners: Owners) -> Iterator[Note]:
    own, others = (told_measures(run, owners, own=mine) for mine in (True, False))
    if displayed(run, others, besides=own):
        yield note("other_person_shown", *run.altered, *run.fault.pages, scenario=run.scenario)
    elif not others:
        yield note("not_played", *run.altered, scenario=run.scenario)
    elif not run.answered:
        yield note("not_alive", *run.altered, scenario=run.scenario)
