"""What SEC-13 states of the life of a session."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.candidate import Candidate
from criteria.check import Note, note
from criteria.security.trials import Trials

MOST_IDLE_MINUTES = 30


def life_notes(trials: Trials, candidate: Candidate) -> Iterator[Note]:
    """Renewed, ended, expired; each with the replay that succeeded before as its positive control."""
    signed_in, captured = trials.one("signed_in"), trials.one("captured")
    if signed_in is None or captured is None or not signed_in.fact.pages or not captured.fact.pages:
        yield note("no_positive_control", *trials.all)
    else:
        yield from _renewal_notes(trials)
        yield from _end_notes(trials)
    yield from _limit_notes(trials, candidate)
    yield note("sound", *trials.all, trials=len(trials.all))


def _renewal_notes(trials: Trials) -> Iterator[Note]:
    before, signed_in = trials.one("before_sign_in"), trials.of("signed_in")[-1]
    if before is None:
        yield note("not_tried", signed_in)
    elif before.fact.pages:
        yield note("not_renewed", before, signed_in, url=before.fact.pages[0])


def _end_notes(trials: Trials) -> Iterator[Note]:
    ended, captured = trials.one("signed_out"), trials.of("captured")[-1]
    if ended is None or ended.fact.outcome == "undeclared":
        yield note("no_sign_out", captured)
    elif ended.fact.outcome != "accepted":
        yield note("sign_out_refused", ended, status=ended.fact.status)
    elif ended.fact.pages:
        yield note("alive_after_sign_out", captured, ended, url=ended.fact.pages[0])


def _limit_notes(trials: Trials, candidate: Candidate) -> Iterator[Note]:
    limits = trials.one("limits")
    if limits is None or limits.fact.outcome == "undeclared":
        yield note("limits_undeclared", *([limits] if limits else []))
        return
    if limits.fact.idle_minutes > MOST_IDLE_MINUTES and "web" in candidate.faces:
        yield note("idle_too_long", limits, minutes=limits.fact.idle_minutes)
    if limits.fact.outcome == "no_clock":
        yield note("limits_not_looked", limits)
        return
    told = {"idle": limits.fact.idle_minutes, "absolute": limits.fact.absolute_minutes}
    for control, experiment in (("idle_start", "idle"), ("alive", "absolute")):
        before, after = trials.one(control), trials.one(experiment)
        if before is None or after is None or not before.fact.pages or after.fact.outcome != "asked":
            seen = [one for one in (before, after) if one]
            yield note("limit_unsure", limits, *seen, limit=experiment)
        elif after.fact.pages:
            yield note(f"beyond_{experiment}", limits, before, after, url=after.fact.pages[0], minutes=told[experiment])
