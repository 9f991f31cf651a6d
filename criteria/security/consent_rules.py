"""Consent that ends: what still came to the space afterwards, and what the person was told (SEC-23)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.check import Note, Seen, note
from criteria.facts.space import SpaceExchange
from criteria.security.refusals import (
    MOST_AFTER_REFUSAL,
    NOT_GRANTED,
    READING_LEFT,
    STOPPED,
    paired,
    refreshes,
    refused,
    refused_refreshes,
)
from criteria.security.rounds import Call, Played, came
from criteria.security.telling import seen_by_person, told

FOREVER = 2**63


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """One end of consent. ``act`` is what ended it: the first refusal, or the unpairing that the person walked."""

    played: Played
    act: Call | Seen[SpaceExchange] | None
    since: int

    @classmethod
    def of(cls, played: Played) -> Ended:
        """Find what ended the consent; ``since`` is when."""
        if played.scenario == "unpaired":
            walked = played.fault.walked("disconnect_space", done=True)
            return cls(played=played, act=None, since=came(walked[0]) if walked else FOREVER)
        if played.scenario == NOT_GRANTED:
            made = paired(played)
            first = next(iter(refused(played, "write")), None)
            return cls(played=played, act=first, since=came(made[0]) if made else FOREVER)
        if played.scenario == "refresh_refused":
            # A client that has no refresh token, or drops it, learns of it by the first 401.
            dead = (seen for seen in played.fault.calls if seen.fact.altered and seen.fact.status == 401)
            learned = refused_refreshes(played) if refreshes(played) else dead
            act: Call | Seen[SpaceExchange] | None = next(iter(learned), None)
        else:
            act = next(iter(refused(played, "any")), None)
        return cls(played=played, act=act, since=came(act) if act else FOREVER)

    @property
    def applied(self) -> bool:
        """Whether consent ended at all."""
        return self.since < FOREVER

    @property
    def synchronised(self) -> bool:
        """Whether a synchronisation was begun after the one (if any) in which the consent ended."""
        later = [seen for seen in self.played.fault.walked("sync_space") if came(seen) > self.since]
        inside = 1 if getattr(getattr(self.act, "fact", None), "trigger", "") == "sync_space" else 0
        around = (
            *self.played.before.walked("sync_space", done=True),
            *self.played.after.walked("sync_space", done=True),
        )
        return len(later) > inside and bool(around)

    @property
    def alive(self) -> bool:
        """Whether calls were answered before the act and after a new pairing."""
        return self.played.alive("any")

    def notes(self) -> Iterator[Note]:
        """The faults; else why nothing can be concluded, if so."""
        faults = [*self._calls(), *self._not_done()] if self.applied else []
        yield from faults
        if faults:
            return
        scenario, pages = self.played.scenario, seen_by_person(self.played, self.since)
        if not self.applied:
            yield note("not_played", *self.played.fault.triggers, scenario=scenario)
        elif not self.alive:
            yield note("not_alive", *self.played.fault.triggers, scenario=scenario)
        elif not self.synchronised:
            yield note("no_synchronisation", *self.played.fault.triggers, scenario=scenario)
        elif self.act and not pages:
            yield note("no_page", *self.played.fault.triggers, scenario=scenario)
        elif self.act and not told(self.played, self.since):
            yield note("maybe_not_told", *pages, scenario=scenario)

    def _calls(self) -> Iterator[Note]:
        scenario = self.played.scenario
        if scenario == "unpaired":
            if calls := self._after(self.since, self.played.fault.calls):
                yield note("call_after_unpairing", *calls, calls=len(calls))
        elif scenario == "refresh_refused":
            again = [seen for seen in refreshes(self.played) if self.since < came(seen) < self._renewed]
            calls = self._after(self.since, self.played.fault.calls)
            if max(len(again), len(calls)) > MOST_AFTER_REFUSAL:
                found = (*calls, *again)
                yield note("call_after_refusal", *found, scenario=scenario, calls=len(found))
        else:
            for purpose in STOPPED[scenario]:
                told_so = refused(self.played, purpose)
                later = self._after(came(told_so[0]), self.played.fault.calls_of(purpose)) if told_so else ()
                if len(later) > MOST_AFTER_REFUSAL:
                    yield note("call_after_refusal", *told_so[:1], *later, scenario=scenario, calls=len(later))

    def _not_done(self) -> Iterator[Note]:
        """What is missing counts only for a client that is alive."""
        if not self.alive:
            return
        fault, around = self.played.fault, (self.played.before, self.played.after)
        if self.played.scenario == "unpaired":
            if not any(seen.fact.operation == "revoke" for seen in fault.exchanges):
                yield note("no_revocation", *fault.walked("disconnect_space"))
            return
        read = all(any(seen.fact.trigger == "read_measures" for seen in one.reads) for one in around)
        asked = fault.walked("read_measures")
        if self.played.scenario in READING_LEFT and asked and read and not fault.reads:
            yield note("granted_stopped", *asked)
        if self.act is None:
            return
        pages = seen_by_person(self.played, self.since)
        plain = pages and not any(seen.fact.scripts or seen.fact.json for seen in pages)
        if plain and not told(self.played, self.since):
            yield note("not_told", *pages, scenario=self.played.scenario)

    @property
    def _renewed(self) -> int:
        """When the person paired again within the round: what comes then is allowed again."""
        return min((came(seen) for seen in paired(self.played) if came(seen) > self.since), default=FOREVER)

    def _after(self, since: int, calls: tuple[Call, ...]) -> tuple[Call, ...]:
        return tuple(seen for seen in calls if since < came(seen) < self._renewed)


