"""Free texts of the space in the candidate's pages: whether the markup in them stands as markup (for SEC-17)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from criteria.check import Seen
from criteria.facts.hostile_markup import HostileMarkup

Standing = Literal["raw", "escaped", "not_shown", "not_played"]


class HostileText(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the markup: ``raw`` pages hold it as elements; ``escaped`` ones show it as text."""

    raw: tuple[Seen[HostileMarkup], ...]
    escaped: tuple[Seen[HostileMarkup], ...]
    others: tuple[Seen[HostileMarkup], ...]

    @classmethod
    def of(cls, pages: Sequence[Seen[HostileMarkup]]) -> HostileText:
        """Sort the pages of the scenario."""
        raw = tuple(seen for seen in pages if seen.fact.elements)
        escaped = tuple(seen for seen in pages if seen.fact.marker and not seen.fact.elements)
        others = tuple(seen for seen in pages if not seen.fact.marker and not seen.fact.elements)
        return cls(raw=raw, escaped=escaped, others=others)

    @property
    def standing(self) -> Standing:
        """The worst of what was seen; ``not_shown``: the notes were shown nowhere, ``not_played``: no page at all."""
        if self.raw:
            return "raw"
        if self.escaped:
            return "escaped"
        return "not_shown" if self.others else "not_played"
