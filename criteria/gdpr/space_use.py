"""Where values that only the health space knew are carried to: addresses of other hosts in the pages shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

import msgspec

from criteria.check import Note, Seen, note
from criteria.facts.canary import CanarySearch
from criteria.facts.fhir_bodies import Measure
from criteria.facts.html.page import Page
from criteria.facts.http.csp import Csp
from criteria.facts.space_calls import MeasureRead

PURPOSES = frozenset(("prevention", "diagnosis", "care", "social_care"))
"""What data of the health space may serve (CSP L.1111-13-1 III): social_care stands for social and medico-social."""
NUMBER = re.compile(r"\d+(?:\.\d+)?")
LONGEST = 4096
DIRECTIVES = {"img": "img-src", "iframe": "frame-src", "frame": "frame-src", "video": "media-src", "audio": "media-src"}


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """An address of another host that bears something read from the space. ``loads``: a browser asks it by itself."""

    host: str
    directive: str
    loads: bool
    url: str


class SpaceOnly:
    """What stood in the answers of the space and nowhere else."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        notes = {f"{number}": one.note for number, one in enumerate(measures) if one.note}
        self._notes = CanarySearch(notes)
        self._values = [frozenset(filter(None, one.values)) for one in measures]

    def within(self, url: str) -> bool:
        """Whether an address bears a note, all values of a measure of several, or those of two measures of one."""
        text = url[:LONGEST]
        if self._notes.hits(text):
            return True
        numbers = set(NUMBER.findall(unquote(text)))
        borne = [values for values in self._values if values and values <= numbers]
        return any(len(values) > 1 for values in borne) or len(set(borne)) > 1


def space_only(reads: Sequence[Seen[MeasureRead]]) -> list[Seen[MeasureRead]]:
    """The reads whose answer the lab made of measures that nobody else knew."""
    return [seen for seen in reads if seen.fact.altered and seen.fact.status == 200 and seen.fact.measures]


def carried(page: Page, known: SpaceOnly, own: frozenset[str]) -> Iterator[Carried]:
    """Every address of another host in a page that bears what only the space knew."""
    loads = [(one.url, DIRECTIVES.get(one.tag, "default-src")) for one in page.subresources]
    loads += [(one.url, "script-src") for one in page.scripts] + [(url, "frame-src") for url in page.frames]
    clicks = [one.url for one in page.links] + [one.action for one in page.forms]
    for url, directive in loads:
        if _foreign(url, own) and known.within(url):
            yield Carried(host=_host(url), directive=directive, loads=True, url=url)
    for url in clicks:
        if _foreign(url, own) and known.within(url):
            yield Carried(host=_host(url), directive="", loads=False, url=url)


def leak_notes(page: Seen[Page], csp: Csp | None, known: SpaceOnly, own: frozenset[str]) -> Iterator[Note]:
    """A fail for what a browser sends by itself; a review for what a policy holds back or a click would send."""
    for one in carried(page.fact, known, own):
        allowed = csp is None or all(
            policy.allows(one.directive, one.url, page.fact.url) for policy in csp.enforced if one.directive
        )
        clause = "leaked" if one.loads and allowed else "held_back" if one.loads else "one_click_away"
        yield note(clause, page, host=one.host, page=page.fact.url)


def _foreign(url: str, own: frozenset[str]) -> bool:
    return url.startswith(("http://", "https://")) and _host(url) not in own


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return "?"
