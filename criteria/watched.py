"""What a browser watched: pages whose scripts ran while every request was taken down."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from criteria.check import Facts, Seen
from criteria.facts.browser import BrowserJourney, BrowserPage, BrowserRequest
from criteria.facts.http.urls import canonical

SIGNED_IN = "account"
DONE = "done"


class Watch:
    """The pages that a browser loaded, by address without query; in looks of kind ``look`` where one is named.

    A criterion that asks declares ``BrowserPage``, ``BrowserRequest`` and ``BrowserJourney``, and the looks
    ``browser.visits`` or ``browser.journeys`` (optional ones: no pass comes of what is taken away from them, since the
    judge wants the record of an optional look whole).
    """

    def __init__(self, facts: Facts, look: str = "") -> None:
        self._facts = facts
        self._look = look

    @cached_property
    def entered(self) -> Seen[BrowserJourney] | None:
        """A journey that typed a canary and went to its end."""
        return next((one for one in self.journeys if one.fact.outcome == DONE and one.fact.canaries), None)

    def behind(self, url: str) -> Seen[Any] | None:
        """What shows that this page was watched signed in, with health data of the person in the account."""
        return self._signed_in.get(bare(url)) if self.entered else None

    def signed_in(self, url: str) -> Seen[Any] | None:
        """What shows that this page was watched signed in."""
        return self._signed_in.get(bare(url))

    def anywhere(self, url: str) -> Seen[Any] | None:
        """What shows that this page was watched, by a visitor or signed in."""
        return self._visited.get(bare(url)) or self._signed_in.get(bare(url))

    @property
    def journeys(self) -> tuple[Seen[BrowserJourney], ...]:
        """Every recorded journey that was replayed."""
        return tuple(seen for seen in self._facts.all(BrowserJourney) if of_look(seen, self._look))

    @cached_property
    def _signed_in(self) -> dict[str, Seen[Any]]:
        return {url: seen for url, seen, state in self._loads if state == SIGNED_IN}

    @cached_property
    def _visited(self) -> dict[str, Seen[Any]]:
        return {url: seen for url, seen, state in self._loads if state != SIGNED_IN}

    @cached_property
    def _loads(self) -> list[tuple[str, Seen[Any], str]]:
        pages = [
            (bare(seen.fact.url), seen, seen.fact.state)
            for seen in self._facts.all(BrowserPage)
            if self._counts(seen, seen.fact.status)
        ]
        asked = [
            (bare(seen.fact.url), seen, seen.fact.state)
            for seen in self._facts.all(BrowserRequest)
            if seen.fact.main and self._counts(seen, seen.fact.status)
        ]
        return [*pages, *asked]

    def _counts(self, seen: Seen[Any], status: int) -> bool:
        return status > 0 and of_look(seen, self._look)


def of_look(seen: Seen[Any], kind: str) -> bool:
    """Whether this was seen by a look of this kind (empty: any)."""
    return not kind or f":{kind}/" in seen.observation.look


def bare(url: str) -> str:
    """An address without query and fragment, canonical where it has such a form."""
    return (canonical(url) or url).partition("#")[0].partition("?")[0]
