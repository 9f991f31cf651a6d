"""What was played on business calls, each fault between two right rounds of the same look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from criteria.check import Facts, Seen
from criteria.facts.shown import ShownPage, Trigger
from criteria.facts.space import SpaceExchange
from criteria.facts.space_calls import MeasureRead, MeasureWrite

Call = Seen[MeasureWrite] | Seen[MeasureRead]
Need = Literal["write", "read", "any"]
PAIRING = frozenset(("disconnect_space", "connect_space"))
"""The journeys at the beginning of a round, in which what was refused before may still be told."""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was recorded in one round, in the order in which it came."""

    writes: tuple[Seen[MeasureWrite], ...] = ()
    reads: tuple[Seen[MeasureRead], ...] = ()
    pages: tuple[Seen[ShownPage], ...] = ()
    triggers: tuple[Seen[Trigger], ...] = ()
    exchanges: tuple[Seen[SpaceExchange], ...] = ()

    @property
    def calls(self) -> tuple[Call, ...]:
        """Business calls, in the order in which they came."""
        return tuple(sorted((*self.writes, *self.reads), key=came))

    def served(self, need: Need) -> bool:
        """Whether a business call of this purpose was answered rightly."""
        return any(seen.fact.status == 200 and not seen.fact.altered for seen in self.calls_of(need))

    def calls_of(self, need: Need) -> tuple[Call, ...]:
        """The business calls of one purpose."""
        if need == "any":
            return self.calls
        return self.writes if need == "write" else self.reads

    def walked(self, journey: str, *, done: bool = False) -> tuple[Seen[Trigger], ...]:
        """The triggers of this journey; with ``done``, those alone that came to their end."""
        found = (seen for seen in self.triggers if seen.fact.trigger == journey)
        return tuple(seen for seen in found if seen.fact.outcome == "done" or not done)

    def pages_of(self, journey: str) -> tuple[Seen[ShownPage], ...]:
        """The pages of this journey; the last is what the person finally saw."""
        return tuple(seen for seen in self.pages if seen.fact.trigger == journey)


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """One fault as it was played once, and the right rounds around it."""

    scenario: str
    before: Round
    fault: Round
    after: Round

    def alive(self, need: Need) -> bool:
        """Whether the client had such a call answered right before and right after."""
        return self.before.served(need) and self.after.served(need)

    @property
    def ordinary(self) -> tuple[Seen[ShownPage], ...]:
        """The pages of the right rounds, once the person had paired anew: a notice may well stand until then."""
        return tuple(seen for seen in (*self.before.pages, *self.after.pages) if seen.fact.trigger not in PAIRING)


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """All rounds by look, phase and run; runs of different looks bear the same numbers."""

    rounds: dict[tuple[str, str, str], Round]
    faults: dict[tuple[str, str], str]

    @classmethod
    def of(cls, facts: Facts) -> Journal:
        """Sort the facts of the exchange looks into rounds."""
        held: dict[tuple[str, str, str], dict[str, list[Seen[Any]]]] = {}
        faults: dict[tuple[str, str], str] = {}
        for name, fact in _KINDS.items():
            for seen in facts.all(fact):
                label = seen.fact
                look = seen.observation.look
                held.setdefault((look, label.phase, label.run), {}).setdefault(name, []).append(seen)
                if label.phase == "fault":
                    faults.setdefault((look, label.run), label.scenario)
        rounds = {key: _round(found) for key, found in held.items()}
        return cls(rounds=rounds, faults=faults)

    def played(self, scenario: str) -> Iterator[Played]:
        """Each time that ``scenario`` was played."""
        for (look, run), name in self.faults.items():
            if name == scenario:
                previous = _previous(run)
                before = ("before", "0") if previous == "0" else ("after", previous)
                yield Played(
                    scenario=scenario,
                    before=self.rounds.get((look, *before), Round()),
                    fault=self.rounds.get((look, "fault", run), Round()),
                    after=self.rounds.get((look, "after", run), Round()),
                )


_KINDS: dict[str, type[MeasureWrite] | type[MeasureRead] | type[ShownPage] | type[Trigger] | type[SpaceExchange]] = {
    "writes": MeasureWrite,
    "reads": MeasureRead,
    "pages": ShownPage,
    "triggers": Trigger,
    "exchanges": SpaceExchange,
}


def came(seen: Seen[Any]) -> int:
    """When it came, on the instrument's monotonic clock (ns)."""
    return seen.observation.mono_ns


def told(played: Played, since: int) -> tuple[Seen[ShownPage], ...]:
    """Pages since ``since`` with a line that no right round shows, nor a page before: there the person can learn of it.

    What an interface without a person answers to a scheduled synchronisation is no page.
    """
    earlier = [seen for seen in played.fault.pages if came(seen) < since]
    known = {line for seen in (*played.ordinary, *earlier) for line in seen.fact.lines}
    return tuple(seen for seen in seen_by_person(played, since) if seen.fact.lines - known)


def seen_by_person(played: Played, since: int) -> tuple[Seen[ShownPage], ...]:
    """The pages since ``since`` that a person sees."""
    later = (seen for seen in played.fault.pages if came(seen) >= since)
    return tuple(seen for seen in later if not (seen.fact.json and seen.fact.trigger == "sync_space"))


def _previous(run: str) -> str:
    return str(int(run) - 1) if run.isdecimal() and len(run) < 6 else ""


def _round(found: dict[str, list[Seen[Any]]]) -> Round:
    ordered = {name: tuple(sorted(seen, key=lambda one: one.observation.mono_ns)) for name, seen in found.items()}
    return Round(**ordered)
