"""Whether a client stays away for as long as it was asked to (RFC 9110 section 10.2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from criteria.check import Note, Seen, note
from criteria.security.rounds import Call, Played, came

SECOND_NS = 1_000_000_000
AT_ONCE_NS = SECOND_NS // 4
"""Within this time a call of the other purpose may have been under way already."""


def too_early(played: Played) -> Iterator[Note]:
    """Calls of the interface, or of the token endpoint, before the moment that it had named."""
    calls = played.fault.calls
    asked = next((seen for seen in calls if seen.fact.retry_after > 0), None)
    if asked is not None:
        later = [seen for seen in calls if not _under_way(asked, seen)]
        yield from _within(played, asked, later, asked.fact.retry_after)
    tokens = [seen for seen in played.fault.exchanges if seen.fact.operation == "token"]
    waited = next((seen for seen in tokens if seen.fact.retry_after > 0), None)
    if waited is not None:
        yield from _within(played, waited, tokens, waited.fact.retry_after)


def _within(played: Played, asked: Seen[Any], calls: Sequence[Seen[Any]], seconds: float) -> Iterator[Note]:
    until = came(asked) + int(seconds * SECOND_NS)
    early = [seen for seen in calls if came(asked) < came(seen) < until]
    if early:
        waited = f"{(came(early[0]) - came(asked)) / SECOND_NS:.1f}"
        told = {"scenario": played.scenario, "calls": len(early), "waited": waited, "asked": f"{seconds:g}"}
        yield note("too_early", asked, *early[:20], **told)


def _under_way(asked: Call, seen: Call) -> bool:
    """A write and a read of one synchronisation may go out together."""
    return type(asked.fact) is not type(seen.fact) and came(seen) - came(asked) < AT_ONCE_NS
