"""Majority at the space: whether exchanges went on although the person had not approved again (for GDP-17)."""

from __future__ import annotations

from typing import Literal

import msgspec

from criteria.security.consent_rules import Ended
from criteria.security.rounds import Call, Journal

MAJORITY = "majority_reached"
Standing = Literal["goes_on", "stopped", "not_alive", "not_played"]


class Majority(msgspec.Struct, frozen=True):
    """Each time that the space refused a person who had come of age, as ``consent_rules.Ended`` reads it."""

    ended: tuple[Ended, ...]

    @classmethod
    def of(cls, journal: Journal) -> Majority:
        """Read the journal of ``exchange.consent``."""
        return cls(tuple(Ended.of(one) for one in journal.played(MAJORITY)))

    @property
    def calls(self) -> tuple[Call, ...]:
        """Business calls of a refused purpose beyond the one that may follow the first refusal."""
        every = (said for one in self.ended for said in one.notes() if said.clause == "call_after_refusal")
        named = {name for said in every for name in said.observations}
        return tuple(seen for one in self.ended for seen in one.played.fault.calls if seen.observation.id in named)

    @property
    def standing(self) -> Standing:
        """``not_alive``: the client called neither before nor after, so that its silence proves nothing."""
        met = [one for one in self.ended if one.applied]
        if self.calls:
            return "goes_on"
        if not met:
            return "not_played"
        return "stopped" if all(one.alive for one in met) else "not_alive"
