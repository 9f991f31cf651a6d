"""One fault on business calls, between two right rounds of its look: the calls, and the pages that were shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from criteria.check import Seen
from criteria.facts.shown import ShownPage
from criteria.facts.space_calls import MeasureRead, MeasureWrite

Write = Seen[MeasureWrite]
Read = Seen[MeasureRead]
Call = Write | Read
Page = Seen[ShownPage]
SeenT = TypeVar("SeenT", Write, Read, Call, Page)


READ = "read_measures"


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a scenario: the calls and pages of the fault, and those of the right rounds around it."""

    scenario: str
    calls: tuple[Call, ...]
    pages: tuple[Page, ...]
    before: tuple[Call, ...]
    after: tuple[Call, ...]
    right_pages: tuple[Page, ...]

    @property
    def altered(self) -> tuple[Call, ...]:
        """The calls whose answers the lab made."""
        return tuple(seen for seen in self.calls if seen.fact.altered)

    @property
    def alive(self) -> bool:
        """Whether the client had a call of the kind that was altered answered rightly, before and after."""
        kinds = {type(seen.fact) for seen in self.altered}
        return all(any(_served(seen, kinds) for seen in calls) for calls in (self.before, self.after))

    @property
    def right_numbers(self) -> frozenset[str]:
        """The numbers that reading showed in the right rounds: they show nothing of the fault."""
        return _numbers(self.right_pages)

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers that reading showed in the fault."""
        return _numbers(self.pages)


    def tells_after(self, page: Page) -> bool:
        """Whether a later page of the fault has a line that neither it, nor a page before, nor a right round has."""
        known = frozenset().union(*(seen.fact.lines for seen in self.right_pages))
        moment = page.observation.mono_ns
        earlier = (seen.fact.lines for seen in self.pages if seen.observation.mono_ns <= moment)
        later = (seen.fact.lines for seen in self.pages if seen.observation.mono_ns > moment)
        return bool(frozenset().union(*later) - known.union(*earlier))


def runs_of(scenario: str, calls: Sequence[Call], pages: Sequence[Page]) -> Iterator[Shown]:
    """Each run in which the lab altered a call of this scenario. Runs of different looks bear the same numbers."""
    found = {(seen.observation.look, seen.fact.run) for seen in calls if _altered_in(seen, scenario)}
    for look, run in sorted(found):
        before = ("before", "0") if run == "1" else ("after", str(int(run) - 1) if _is_run(run) else "")
        yield Shown(
            scenario=scenario,
            calls=_of(calls, look, ("fault", run)),
            pages=_of(pages, look, ("fault", run)),
            before=_of(calls, look, before),
            after=_of(calls, look, ("after", run)),
            right_pages=(*_of(pages, look, before), *_of(pages, look, ("after", run))),
        )


def _numbers(pages: Sequence[Page]) -> frozenset[str]:
    return frozenset().union(*(seen.fact.numbers for seen in pages if seen.fact.trigger == READ))


def last_pages(pages: Sequence[Page], trigger: str) -> tuple[frozenset[str], Page | None]:
    """The lines of the pages on the way of a journey, the last time, and the page that the person finally saw."""
    every = [seen for seen in pages if seen.fact.trigger == trigger]
    walked = [seen for seen in every if (seen.fact.phase, seen.fact.run) == (every[-1].fact.phase, every[-1].fact.run)]
    on_the_way = frozenset().union(*(seen.fact.lines for seen in walked[:-1]))
    return on_the_way, walked[-1] if walked else None


def _of(found: Sequence[SeenT], look: str, played: tuple[str, str]) -> tuple[SeenT, ...]:
    mine = (one for one in found if one.observation.look == look and (one.fact.phase, one.fact.run) == played)
    return tuple(sorted(mine, key=lambda one: one.observation.mono_ns))


def _altered_in(seen: Call, scenario: str) -> bool:
    return seen.fact.altered and (seen.fact.scenario, seen.fact.phase) == (scenario, "fault")


def _served(seen: Call, kinds: set[type]) -> bool:
    return seen.fact.status == 200 and not seen.fact.altered and type(seen.fact) in kinds


def _is_run(run: str) -> bool:
    return run.isdecimal() and len(run) < 6
