"""Consent that ends: what still came to the space afterwards, and what the person was told (SEC-23)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.check import Note, Seen, note
from criteria.facts.space import SpaceExchange
from criteria.security.rounds import Call, Need, Played, came
from criteria.security.telling import seen_by_person, told

SCENARIOS = ("consent_withdrawn", "write_withdrawn", "service_suspended", "refresh_refused", "unpaired")
OF_WRITING = "write_withdrawn"
"""What can only be played on a client that writes."""
MOST_AFTER_REFUSAL = 1
STOPPED: dict[str, tuple[Need, ...]] = {
    "consent_withdrawn": ("write", "read"),
    "service_suspended": ("write", "read"),
    "write_withdrawn": ("write",),
}
"""The purposes that each refusal stops; each is refused apart, so a client learns of each apart."""
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
        if played.scenario == "refresh_refused":
            # A client that has no refresh token, or drops it, learns of it by the first 401.
            dead = (seen for seen in played.fault.calls if seen.fact.altered and seen.fact.status == 401)
            learned = _refused_refreshes(played) if _refreshes(played) else dead
            act: Call | Seen[SpaceExchange] | None = next(iter(learned), None)
        else:
            act = next(iter(_refused(played, "any")), None)
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
            refreshes = [seen for seen in _refreshes(self.played) if self.since < came(seen) < self._renewed]
            calls = self._after(self.since, self.played.fault.calls)
            if max(len(refreshes), len(calls)) > MOST_AFTER_REFUSAL:
                found = (*calls, *refreshes)
                yield note("call_after_refusal", *found, scenario=scenario, calls=len(found))
        else:
            for purpose in STOPPED[scenario]:
                refused = _refused(self.played, purpose)
                later = self._after(came(refused[0]), self.played.fault.calls_of(purpose)) if refused else ()
                if len(later) > MOST_AFTER_REFUSAL:
                    yield note("call_after_refusal", *refused[:1], *later, scenario=scenario, calls=len(later))

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
        if self.played.scenario == "write_withdrawn" and asked and read and not fault.reads:
            yield note("granted_stopped", *asked)
        pages = seen_by_person(self.played, self.since)
        plain = pages and not any(seen.fact.scripts or seen.fact.json for seen in pages)
        if plain and not told(self.played, self.since):
            yield note("not_told", *pages, scenario=self.played.scenario)

    @property
    def _renewed(self) -> int:
        """When the person paired again within the round: what comes then is allowed again."""
        paired = (
            came(seen)
            for seen in self.played.fault.exchanges
            if seen.fact.operation == "token"
            and seen.fact.status == 200
            and seen.fact.params.get("grant_type") == "authorization_code"
            and came(seen) > self.since
        )
        return min(paired, default=FOREVER)

    def _after(self, since: int, calls: tuple[Call, ...]) -> tuple[Call, ...]:
        return tuple(seen for seen in calls if since < came(seen) < self._renewed)


def _refused(played: Played, purpose: Need) -> list[Call]:
    return [seen for seen in played.fault.calls_of(purpose) if seen.fact.altered and seen.fact.status == 403]


def _refreshes(played: Played) -> list[Seen[SpaceExchange]]:
    tokens = (seen for seen in played.fault.exchanges if seen.fact.operation == "token")
    return [seen for seen in tokens if seen.fact.params.get("grant_type") == "refresh_token"]


def _refused_refreshes(played: Played) -> list[Seen[SpaceExchange]]:
    return [seen for seen in _refreshes(played) if seen.fact.altered and seen.fact.status == 400]
