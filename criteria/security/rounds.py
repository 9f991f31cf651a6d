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
Kind = type[MeasureWrite] | type[MeasureRead] | type[ShownPage] | type[Trigger] | type[SpaceExchange]
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
    def altered(self) -> tuple[Call, ...]:
        """The calls whose answers the lab made."""
        return tuple(seen for seen in self.fault.calls if seen.fact.altered)

    @property
    def answered(self) -> bool:
        """Whether a call of a kind that was altered was answered rightly, before and after."""
        met = {"write" if isinstance(seen.fact, MeasureWrite) else "read" for seen in self.altered}
        needs: list[Need] = [need for need in ("write", "read") if need in met]
        return all(any(one.served(need) for need in needs) for one in (self.before, self.after))

    @property
    def right_pages(self) -> tuple[Seen[ShownPage], ...]:
        """The pages of the right rounds around."""
        return (*self.before.pages, *self.after.pages)

    @property
    def ordinary(self) -> tuple[Seen[ShownPage], ...]:
        """The pages of the right rounds, once the person had paired anew: a notice may well stand until then."""
        return tuple(seen for seen in self.right_pages if seen.fact.trigger not in PAIRING)


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """All rounds by look, phase and run; runs of different looks bear the same numbers."""

    rounds: dict[tuple[str, str, str], Round]
    faults: dict[tuple[str, str], str]

    @classmethod
    def of(cls, facts: Facts, *kinds: Kind) -> Journal:
        """Sort the facts of the exchange looks into rounds: those of these kinds, or of all."""
        held: dict[tuple[str, str, str], dict[str, list[Seen[Any]]]] = {}
        faults: dict[tuple[str, str], str] = {}
        for kind in kinds or tuple(_PLACES):
            name = _PLACES[kind]
            for seen in facts.all(kind):
                label = seen.fact
                look = seen.observation.look
                held.setdefault((look, label.phase, label.run), {}).setdefault(name, []).append(seen)
                if label.phase == "fault":
                    faults.setdefault((look, label.run), label.scenario)
        rounds = {key: _round(found) for key, found in held.items()}
        return cls(rounds=rounds, faults=faults)

    def met(self, scenario: str) -> list[Played]:
        """Each time that ``scenario`` was played and a call met it."""
        return [one for one in self.played(scenario) if one.altered]

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


_PLACES: dict[Kind, str] = {
    MeasureWrite: "writes",
    MeasureRead: "reads",
    ShownPage: "pages",
    Trigger: "triggers",
    SpaceExchange: "exchanges",
}


def came(seen: Seen[Any]) -> int:
    """When it came, on the instrument's monotonic clock (ns)."""
    return seen.observation.mono_ns


def _previous(run: str) -> str:
    return str(int(run) - 1) if run.isdecimal() and len(run) < 6 else ""


def _round(found: dict[str, list[Seen[Any]]]) -> Round:
    ordered = {name: tuple(sorted(seen, key=lambda one: one.observation.mono_ns)) for name, seen in found.items()}
    return Round(**ordered)
