"""A scenario that is being played for one person, and what their app did then."""

from __future__ import annotations

from contextlib import ExitStack

import msgspec

from conformance.lab.console.rules import RULES, Verdict
from conformance.lab.journal import Exchange
from conformance.lab.plays import Play
from conformance.lab.scenarios import Scenario

MOST_FOLLOWING = 300


class Rehearsal:
    """One play of the console. ``applied`` is the exchange to which the scenario applied first."""

    def __init__(self, play: Play, ending: ExitStack) -> None:
        self._play, self._ending = play, ending
        self.applied: Exchange | None = None
        self.followed: list[Exchange] = []

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return self._play.scenario

    def hear(self, exchange: Exchange) -> None:
        """Take one more exchange into account."""
        if self.applied is not None:
            if len(self.followed) < MOST_FOLLOWING:
                self.followed.append(exchange)
        elif self._applies(exchange):
            self.applied = exchange

    def verdict(self, until: int | None = None) -> Verdict | None:
        """What the rule of the scenario says of what followed, up to the exchange of this number."""
        rule = RULES.get(self.scenario.id)
        if rule is None or self.applied is None:
            return None
        return rule(self.applied, [one for one in self.followed if until is None or one.number <= until])

    def end(self) -> None:
        """Play no more."""
        self._ending.close()

    def _applies(self, exchange: Exchange) -> bool:
        """The journal tells of an exchange before its play knows that it applied."""
        if exchange.scenario != self.scenario.id:
            return False
        own = msgspec.structs.replace(exchange, answer=exchange.right or exchange.answer)
        return exchange.altered or (not self.scenario.instead and self._play.waits_for(own))
