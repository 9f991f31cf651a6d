"""What a browser sent elsewhere while an account read measures that only the health space knew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, note
from criteria.facts.browser import BrowserRequest
from criteria.facts.space_calls import MeasureRead
from criteria.gdpr.space_use import SpaceOnly
from criteria.watched import DONE, Watch, of_look

LOOK = "browser.space"
READ = "read_measures"


def request_notes(requests: Sequence[Seen[BrowserRequest]], known: SpaceOnly, own: frozenset[str]) -> Iterator[Note]:
    """One fail for each other host that was sent what only the space knew, in an address or a body."""
    told: set[str] = set()
    for seen in requests:
        one = seen.fact
        if one.host in own or one.host in told or not one.sent or not one.url.startswith(("http", "ws")):
            continue
        if any(known.within(part) for part in (one.url, one.posted, one.header("referer")) if part):
            told.add(one.host)
            yield note("leaked_by_script", seen, host=one.host, page=one.page, type=one.type or "-")


class WatchedReading:
    """A reading of such measures in a browser that took every request down; empty when there was none."""

    def __init__(self, facts: Facts, made: Sequence[Seen[MeasureRead]]) -> None:
        self._watch = Watch(facts, LOOK)
        journeys = self._watch.journeys
        done = any(seen.fact.journey == READ and seen.fact.outcome == DONE for seen in journeys)
        self._whole = done and any(of_look(seen, LOOK) for seen in made)

    def shows(self, url: str) -> bool:
        """Whether this page was open in it."""
        return self._whole and self._watch.anywhere(url) is not None
