"""``hostile.execution``: do markers run in a browser, from what was stored, from parameters, from behind a ``#``?

A person who signed up for it enters values that call a function of the audit's own wherever they are run (see
``criteria/reference/injection.yaml``) into the texts of the declared journeys. Then a browser with this person's
cookies opens the declared pages and those that name the person's objects, each with a value in its fragment, and every
parameter of the corpus with a value of its own.

Pages with scripts are opened again: with the fragment changed after they loaded, and with each parameter that a script
asked for. What no answer's markup shows is seen here alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from playwright.sync_api import Error as BrowserError

from criteria.execution_record import END_KIND, PAGE_KIND, ExecutionEnd
from criteria.facts.http.urls import canonical
from criteria.observation import Look
from harness.errors import LookFailed
from harness.probes.browser.chromium import chromium_of
from harness.probes.browser.deadline import Deadline
from harness.probes.hostile.disposable import SIGN_UP, disposable
from harness.probes.hostile.fields import Field, fields_of, filled_with
from harness.probes.hostile.opening import Load, Opener, Seen
from harness.probes.hostile.planting import ELEMENT, EVERY_CONTEXT, Planting
from harness.probes.hostile.readable import ReadParameter, read_parameters
from harness.probes.http.frontier import left_alone
from harness.probes.http.record import is_html
from harness.probes.objects.corpus import links_of, object_links
from harness.probes.person import Sitting, nobody
from harness.probes.person.session import SIGN_IN
from harness.probing import ProbeRoom

PURPOSE = "execution"
SECONDS = 60.0
MOST_STORED = 10
MOST_PAGES, MOST_PARAMETERS, MOST_AGAIN, MOST_ASKED = 18, 24, 12, 8
_FILES = re.compile(r"export|download|telecharg|/api/", re.IGNORECASE)


def run(look: Look, room: ProbeRoom) -> None:
    """One ``hostile.execution`` for each page; ``hostile.execution_summary`` ends it.

    Raises ``LookFailed`` when there is no browser, nobody can sign up or in, or a page holds the browser up.
    """
    chromium = chromium_of(room)
    with Deadline(chromium.browser, SECONDS) as deadline:
        try:
            _Trying(room, look).all(deadline)
        except BrowserError as error:
            if deadline.over:
                raise LookFailed("browser.held_up", seconds=round(SECONDS)) from error
            raise LookFailed("browser.ended", detail=error.message.partition("\n")[0]) from error


class _Trying:
    """One person who enters markers, and their browser."""

    def __init__(self, room: ProbeRoom, look: Look) -> None:
        self._room = room
        self._look = look
        self._planting = Planting()
        known = SIGN_UP in room.journeys or SIGN_IN in room.journeys
        self._sitting = disposable(room, PURPOSE) if known else Sitting(room, nobody(room), PURPOSE)
        self._stored: list[str] = []
        self._refused: list[str] = []
        self._planned = 0
        self._seen: list[Seen] = []
        self._bounds: set[str] = set()
        self._behind: list[str] = []

    def all(self, deadline: Deadline) -> None:
        """Store, open, open again, and say how far it went."""
        self._store()
        loads = [*self._pages(), *self._parameters()]
        chromium = chromium_of(self._room)
        with chromium.context(self._room.verify) as context:
            context.add_cookies(cookies_of(self._sitting))
            opener = Opener(context, deadline, self._planting, self._room.http.policy)
            self._open(opener, loads)
            self._open(opener, list(self._again()))
        self._room.observe(kind=END_KIND, data=self._end(), target=self._look.target)

    def _store(self) -> None:
        """Each text of a journey's step at once, with every vector; a step that refuses one refuses them all."""
        steps: dict[tuple[str, int], list[Field]] = {}
        for field in fields_of(self._room):
            if field.is_text:
                steps.setdefault((field.journey, field.rank), []).append(field)
        if len(steps) > MOST_STORED:
            self._bounds.add("pages")
        for (journey, rank), fields in list(steps.items())[:MOST_STORED]:
            taken = [self._entered(journey, rank, fields, vector) for vector in (ELEMENT, EVERY_CONTEXT)]
            (self._stored if any(taken) else self._refused).extend(field.id for field in fields)

    def _entered(self, journey: str, rank: int, fields: Sequence[Field], vector: str) -> bool:
        values = {field.name: self._planting.plant(field.id, "stored", vector).value for field in fields}
        steps = self._room.journeys[journey][: rank + 1]
        walked = self._sitting.walk(journey, (*steps[:-1], filled_with(steps[-1], values)))
        return walked.outcome == "accepted"

    def _pages(self) -> Iterator[Load]:
        """The pages of the person and of everybody, then those that name an object of the person, then others."""
        manifest, base = self._room.manifest, self._room.base_url
        shown = [answer for answer in self._sitting.visit() if is_html(answer)]
        public = self._sitting.visit("/", *manifest.pages.values())
        behind = [answer.url for answer in shown if 200 <= answer.status < 300]
        heard = [answer for answer in (*shown, *public) if is_html(answer)]
        objects = [url for answer in heard for url in object_links(answer, base)]
        others = [url for answer in heard for url in links_of(answer) if url.startswith(f"{base}/") and "?" not in url]
        found = dict.fromkeys(
            canonical(url.partition("#")[0])
            for url in (*behind, *(one.url for one in public if is_html(one)), *objects, *others)
        )
        urls = [url for url in found if url in behind or not (left_alone(url, "") or _FILES.search(url))]
        self._behind = [canonical(url) for url in behind]
        if len(urls) > MOST_PAGES:
            self._bounds.add("pages")
        for url in urls[:MOST_PAGES]:
            yield Load(url=f"{url}#{self._fragment(url)}", behind=url in self._behind)

    def _fragment(self, url: str, vector: str = EVERY_CONTEXT) -> str:
        value = self._planting.plant(f"{urlsplit(url).path} #", "fragment", vector).value
        return quote(value, safe="")

    def _parameters(self) -> Iterator[Load]:
        reads: list[ReadParameter] = [
            one for one in read_parameters(self._sitting) if one.place == "query" and not left_alone(one.url, one.name)
        ]
        if len(reads) > MOST_PARAMETERS:
            self._bounds.add("pages")
        for one in reads[:MOST_PARAMETERS]:
            yield Load(url=one.ask(self._planting.plant(one.id, "query").value).url)

    def _again(self) -> Iterator[Load]:
        """Pages with scripts: the fragment changed once they are there, and each parameter that a script asked for."""
        running = [one for one in self._seen if one.record.scripts and one.record.status]
        places = dict.fromkeys(one.load.url.partition("#")[0] for one in running)
        for url in list(places)[:MOST_AGAIN]:
            yield Load(url=f"{url}#{self._fragment(url, ELEMENT)}", first=url)
        asked = {(one.load.url.partition("#")[0].partition("?")[0], name) for one in running for name in one.asked}
        for url, name in sorted(asked)[:MOST_ASKED]:
            path = urlsplit(url).path
            query = urlencode({name: self._planting.plant(f"{path} {name}", "query").value})
            fragment = urlencode({name: self._planting.plant(f"{path} #{name}", "fragment").value})
            yield Load(url=f"{url}?{query}#{fragment}")

    def _open(self, opener: Opener, loads: list[Load]) -> None:
        self._planned += len(loads)
        for seen in opener.open(loads):
            self._seen.append(seen)
            self._room.observe(kind=PAGE_KIND, data=seen.record, target=seen.record.url)

    def _end(self) -> ExecutionEnd:
        if len(self._seen) < self._planned:
            self._bounds.add("time")
        return ExecutionEnd(
            planned=self._planned,
            behind=len(self._behind),
            stored=tuple(self._stored),
            refused=tuple(self._refused),
            bounds=tuple(sorted(self._bounds)),
        )


def cookies_of(sitting: Sitting) -> list[Any]:
    """The person's cookies as a browser takes them."""
    jar = sitting.room.http.jar(sitting.context)
    return [
        {
            "name": cookie.name,
            "value": cookie.value,
            "domain": domain if cookie.host_only else f".{domain}",
            "path": path,
            "secure": cookie.secure,
            "httpOnly": cookie.http_only,
        }
        for cookie, domain, path in jar.held()
        if cookie.name
    ]
