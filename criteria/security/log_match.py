"""Finding the acts of a script in a log: the longest run of entries that follows them in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from criteria.check import Seen
from criteria.facts.access_log import Action, LogEntry
from criteria.log_record import LogShape

WINDOW = timedelta(seconds=120)
"""How far an entry may stand from its act once the clocks are aligned (this catalogue's own bound)."""
MOST_ANCHORS = 400
Entry = Seen[LogEntry]


class Matched(msgspec.Struct, frozen=True):
    """Which entry tells of which act (by the act's number)."""

    entries: dict[int, Entry]

    def missing(self, acts: Sequence[Seen[Action]]) -> list[Seen[Action]]:
        """The acts that no entry tells of."""
        return [one for one in acts if one.fact.number not in self.entries]


def matched(acts: Sequence[Seen[Action]], entries: Sequence[Entry], shape: LogShape) -> Matched:
    """The best match: the clocks are aligned on one entry of the first act, the other acts follow it in order."""
    timed = [one for one in entries if one.fact.at is not None]
    best = Matched({})
    for start, act in enumerate(acts):
        anchors = [place for place, one in enumerate(timed) if tells_of(one.fact, act.fact, shape)]
        for place in anchors[-MOST_ANCHORS:]:
            found = _from(acts[start:], timed[place:], shape)
            if len(found.entries) > len(best.entries):
                best = found
        if len(best.entries) >= len(acts) - start:
            break
    return best


def _from(acts: Sequence[Seen[Action]], entries: Sequence[Entry], shape: LogShape) -> Matched:
    """The acts in turn, each at the first entry after the one before; the first act is the first entry."""
    shift = _aware(entries[0].fact) - _time(acts[0].fact)
    found: dict[int, Entry] = {}
    place = 0
    for act in acts:
        for number in range(place, len(entries)):
            entry = entries[number]
            apart = abs(_aware(entry.fact) - shift - _time(act.fact))
            if apart <= WINDOW and tells_of(entry.fact, act.fact, shape):
                found[act.fact.number], place = entry, number + 1
                break
    return Matched(found)


def tells_of(entry: LogEntry, act: Action, shape: LogShape) -> bool:
    """Whether the entry has the action and the outcome of the act, by the names that the vendor declares."""
    return entry.action in shape.actions.get(act.name, ()) and entry.outcome in shape.outcomes.get(act.outcome, ())


def _time(act: Action) -> datetime:
    return datetime.fromisoformat(act.ended)


def _aware(entry: LogEntry) -> datetime:
    """The entry's time; one without an offset (which is a fault of its own) is taken as the instrument's."""
    assert entry.at is not None
    return entry.at if entry.at.tzinfo else entry.at.replace(tzinfo=UTC)
