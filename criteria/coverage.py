"""Which looks were made whole. A pass needs every look that its criterion covers; nothing absent counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from criteria.evidence import Evidence
from criteria.observation import Close, Look, Observation, Subject


class Gap(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A look that did not count: its id, and the key and values of the sentence that says why."""

    look: str
    reason: str
    params: dict[str, str] = {}


TORN = frozenset({"gap.not_closed", "gap.attempt_missing", "gap.observation_missing"})
"""Reasons that lie in the record, not in what was looked at."""


class Coverage:
    """The state of every planned look of one piece of evidence."""

    def __init__(self, evidence: Evidence) -> None:
        self._looks = evidence.plan.looks if evidence.plan else ()
        self._closes: dict[str, list[Close]] = defaultdict(list)
        for close in evidence.closes:
            self._closes[close.look].append(close)
        self._present = {seen.id for seen in evidence.observations if _whole(seen, evidence)}
        self._made: dict[str, set[str]] = defaultdict(set)
        for seen in evidence.observations:
            self._made[seen.look].add(seen.id)

    def looks(self, kinds: Iterable[str], subject: Subject) -> list[Look]:
        """The planned looks of these kinds at this subject."""
        wanted = set(kinds)
        return [look for look in self._looks if look.kind in wanted and look.subject == subject]

    def gaps(self, kinds: Iterable[str], subject: Subject) -> list[Gap]:
        """One gap for each look of these kinds that is not whole, and for each kind that nobody planned."""
        gaps = []
        for kind in kinds:
            planned = self.looks([kind], subject)
            if not planned:
                gaps.append(Gap(look=kind, reason="gap.not_planned", params={"look": kind}))
            gaps += [gap for look in planned if (gap := self.gap(look)) is not None]
        return gaps

    def torn(self, kinds: Iterable[str], subject: Subject) -> list[Gap]:
        """One gap for each planned look of these kinds whose record is not whole; one that failed openly is whole.

        Optional looks are no coverage, yet what they saw may not be taken away unseen.
        """
        looks = self.looks(kinds, subject)
        return [gap for look in looks if (gap := self.gap(look)) is not None and gap.reason in TORN]

    def gap(self, look: Look) -> Gap | None:
        """Why this look does not count, or ``None`` when it is whole."""
        attempts = self._closes.get(look.id, [])
        if not attempts:
            return Gap(look=look.id, reason="gap.not_closed", params={"look": look.id})
        if sorted(close.attempt for close in attempts) != list(range(1, len(attempts) + 1)):
            return Gap(look=look.id, reason="gap.attempt_missing", params={"look": look.id})
        named = {name for close in attempts for name in close.observations}
        if not named <= self._present:
            return Gap(look=look.id, reason="gap.observation_missing", params={"look": look.id})
        if not self._made[look.id] <= named:
            return Gap(look=look.id, reason="gap.not_closed", params={"look": look.id})
        last = max(attempts, key=lambda close: close.attempt)
        if last.outcome == "failed":
            return Gap(look=look.id, reason=last.reason, params={"look": look.id, **last.params})
        if not last.observations:
            return Gap(look=look.id, reason="gap.nothing_observed", params={"look": look.id})
        return None


def _whole(seen: Observation, evidence: Evidence) -> bool:
    return all(evidence.has(digest) for digest in seen.blobs.values())
