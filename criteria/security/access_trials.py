"""Trials of SEC-14 and SEC-15: a request of an account, asked again by the owner and by others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from criteria.check import Facts, Note, Seen
from criteria.facts.replays import Replay

GONE = (404, 410)


class Trial(msgspec.Struct, frozen=True):
    """Every exchange of one trial, in recorded order."""

    all: tuple[Seen[Replay], ...]

    def of(self, role: str) -> list[Seen[Replay]]:
        """Its exchanges in this role."""
        return [seen for seen in self.all if seen.fact.role == role]

    def first(self, role: str) -> Seen[Replay] | None:
        """The first exchange in this role."""
        return next(iter(self.of(role)), None)

    @property
    def reread(self) -> bool:
        """Whether the owner's pages showed a canary before the write, and any of them was read afterwards."""
        shown = {seen.fact.url for seen in self.of("before") if seen.fact.canaries}
        return any(seen.fact.url in shown and _readable(seen.fact.status) for seen in self.of("after"))


def trials_of(facts: Facts, purpose: str) -> tuple[Trial, ...]:
    """The trials of one look."""
    found: dict[str, list[Seen[Replay]]] = {}
    for seen in facts.all(Replay):
        if seen.fact.purpose == purpose:
            found.setdefault(seen.fact.trial, []).append(seen)
    return tuple(Trial(tuple(seen)) for seen in found.values())


def changed_pages(trial: Trial, then: str = "after", since: str = "before") -> Iterator[Sequence[Seen[Replay]]]:
    """Pages of the owner that are no longer as before a write: the marker stands there, or a canary is gone.

    Each with what shows it. A canary is gone only where the owner still sees something of theirs elsewhere, or where
    the object itself is no longer found: a session that ended changes every page, and nothing in the data.
    """
    alive = [seen for seen in trial.of(then) if seen.fact.canaries]
    for before in trial.of(since):
        for after in trial.of(then):
            if after.fact.url != before.fact.url or not before.fact.canaries or before.fact.marked:
                continue
            if after.fact.marked:
                yield before, after
            elif set(before.fact.canaries) - set(after.fact.canaries):
                others = [one for one in alive if one.fact.url != after.fact.url][:1]
                if after.fact.status in GONE or (others and 200 <= after.fact.status < 300):
                    yield before, after, *others


def folded(notes: Iterable[Note]) -> Iterator[Note]:
    """One note for each clause, with the values of its first, how many are alike, and what all of them rest on."""
    alike: dict[str, list[Note]] = {}
    for one in notes:
        alike.setdefault(one.clause, []).append(one)
    for clause, same in alike.items():
        rests_on = dict.fromkeys(name for one in same for name in one.observations)
        yield Note(clause, tuple(rests_on), {**same[0].params, "count": str(len(same))})


def _readable(status: int) -> bool:
    return 200 <= status < 300 or status in GONE
