"""What the person could learn from the pages of a fault: new lines, and where a journey ended."""

from __future__ import annotations

from collections.abc import Sequence

from criteria.check import Seen
from criteria.facts.shown import ShownPage
from criteria.security.rounds import Played, came

Page = Seen[ShownPage]


def told(played: Played, since: int) -> tuple[Seen[ShownPage], ...]:
    """Pages since ``since`` with a line that no right round shows, nor a page before: there the person can learn of it.

    What an interface without a person answers to a scheduled synchronisation is no page.
    """
    earlier = [seen for seen in played.fault.pages if came(seen) < since]
    known = {line for seen in (*played.ordinary, *earlier) for line in seen.fact.lines}
    return tuple(seen for seen in seen_by_person(played, since) if seen.fact.lines - known)


def seen_by_person(played: Played, since: int) -> tuple[Seen[ShownPage], ...]:
    """The pages since ``since`` that a person sees."""
    later = (seen for seen in played.fault.pages if came(seen) >= since)
    return tuple(seen for seen in later if not (seen.fact.json and seen.fact.trigger == "sync_space"))


def tells_after(played: Played, page: Page) -> bool:
    """Whether a later page of the fault has a line that neither it, nor a page before, nor a right round has."""
    known = frozenset().union(*(seen.fact.lines for seen in played.right_pages))
    earlier = (seen.fact.lines for seen in played.fault.pages if came(seen) <= came(page))
    later = (seen.fact.lines for seen in played.fault.pages if came(seen) > came(page))
    return bool(frozenset().union(*later) - known.union(*earlier))


def last_pages(pages: Sequence[Page], trigger: str) -> tuple[frozenset[str], Page | None]:
    """The lines of the pages on the way of a journey, the last time, and the page that the person finally saw."""
    every = [seen for seen in pages if seen.fact.trigger == trigger]
    walked = [seen for seen in every if (seen.fact.phase, seen.fact.run) == (every[-1].fact.phase, every[-1].fact.run)]
    on_the_way = frozenset().union(*(seen.fact.lines for seen in walked[:-1]))
    return on_the_way, walked[-1] if walked else None
