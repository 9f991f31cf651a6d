"""What the cases work with: the space's endpoints, two clients, two people, and their pairings, made when needed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from requests.adapters import BaseAdapter

from conformance.suite.answer import Answer
from conformance.suite.app import READ, WRITE, App, Asked
from conformance.suite.browser import BOTH, Action, Browser, Returned
from conformance.suite.endpoints import Endpoints, endpoints_of
from conformance.suite.http import Http, origin_of
from conformance.suite.manifest import SpaceManifest
from conformance.suite.outcome import Unseen
from conformance.suite.pair import Pair
from conformance.suite.recorder import Recorder

# Every case has minutes of its own in these years, drawn anew for each run: what is stored already is elsewhere.
_FIRST_YEAR, _YEARS = 2001, 18
_APART = timedelta(minutes=10)


class Bench:
    """The means of one run. ``read_only`` asks for no right to write, so that nothing can be written by mistake;
    ``generated`` is how many requests are generated for each operation; ``adapter`` takes the place of the network.
    """

    def __init__(
        self,
        manifest: SpaceManifest,
        recorder: Recorder,
        *,
        read_only: bool,
        generated: int,
        adapter: BaseAdapter | None = None,
    ) -> None:
        self.manifest, self.recorder, self.read_only, self.generated = manifest, recorder, read_only, generated
        self.adapter = adapter
        self.paired: set[tuple[int, int]] = set()
        self._pairs: dict[tuple[int, int], Pair] = {}
        self._browsers: dict[int, Browser] = {}
        self._apps: dict[int, App] = {}
        self._endpoints: Endpoints | None = None
        self._shared: dict[str, Any] = {}
        self.http = self._http("anonymous")
        start = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC)
        self._clock = start + timedelta(minutes=secrets.randbelow(_YEARS * 365 * 24 * 60))

    @property
    def endpoints(self) -> Endpoints:
        """Where the space answers, by its own metadata."""
        if self._endpoints is None:
            by_contract = endpoints_of(self.manifest, None)
            published = self.http.send("GET", by_contract.discovery)
            self._endpoints = endpoints_of(self.manifest, published.json if published.status == 200 else None)
        return self._endpoints

    def app(self, number: int = 0) -> App:
        """One of the two test clients."""
        if number not in self._apps:
            scopes = ("openid", "offline_access", *([] if self.read_only else [WRITE]), READ)
            client = self.manifest.clients[number]
            self._apps[number] = App(client, self.endpoints, self._http(f"client:{client.client_id}"), scopes)
        return self._apps[number]

    def browser(self, person: int = 0) -> Browser:
        """The browser of one of the two people, who stays signed in."""
        if person not in self._browsers:
            self._browsers[person] = self.new_browser(person)
        return self._browsers[person]

    def new_browser(self, person: int = 0) -> Browser:
        """Another browser of the person, in which they are not signed in yet."""
        http = self._http(f"person:{person + 1}", cookies=True)
        return Browser(http, self.manifest.pages, self.manifest.people[person])

    def authorize(self, asked: Asked, app: int = 0, person: int = 0, allow: tuple[Action, ...] = BOTH) -> Returned:
        """Let the person answer an authorization request."""
        self.paired.add((app, person))
        if allow != BOTH:  # what is not allowed again is withdrawn
            self.spent(app, person)
        return self.browser(person).authorize(asked.url, self.app(app).redirect_uri, allow)

    def code(self, app: int = 0, person: int = 0, allow: tuple[Action, ...] = BOTH) -> tuple[Asked, str]:
        """A right request that the person agreed to, and its code. Raises ``Unseen`` when none came."""
        asked = self.app(app).ask()
        returned = self.authorize(asked, app, person, allow)
        if "code" not in returned.params:
            raise Unseen("no_code", returned.answer, call=returned.answer.name, status=returned.answer.status)
        return asked, returned.params["code"]

    def tokens(self, app: int = 0, person: int = 0, allow: tuple[Action, ...] = BOTH) -> Pair:
        """A pairing of its own for a case that breaks or narrows it. Raises ``Unseen`` when it does not work."""
        asked, code = self.code(app, person, allow)
        return self.pair_of(app, person, self.app(app).exchange(code, asked.verifier))

    def pair(self, app: int = 0, person: int = 0) -> Pair:
        """The pairing that cases share: everything allowed."""
        if (app, person) in self._pairs and self._pairs[app, person].stale:
            self.spent(app, person)
        if (app, person) not in self._pairs:
            self._pairs[app, person] = self.tokens(app, person)
        return self._pairs[app, person]

    def pair_of(self, app: int, person: int, answer: Answer) -> Pair:
        """The pairing of a token response. Raises ``Unseen`` when it is none."""
        if answer.status != 200 or not isinstance(answer.member("access_token"), str):
            raise Unseen("no_tokens", answer, status=answer.status)
        return Pair(self.app(app), person, answer, self._apps[app].http, self.manifest.id_token_header)

    def spent(self, app: int = 0, person: int = 0) -> None:
        """Tell that a case ended the pairing that cases share."""
        self._pairs.pop((app, person), None)

    def shared(self, name: str, make: Callable[[], Any]) -> Any:
        """Something that several cases of a run share: made by the first that asks."""
        if name not in self._shared:
            self._shared[name] = make()
        return self._shared[name]

    def minute(self) -> datetime:
        """An instant (UTC) after which nine minutes are this case's own."""
        self._clock += _APART
        return self._clock

    def _http(self, who: str, *, cookies: bool = False) -> Http:
        addresses = (self.manifest.base_url, self.manifest.issuer, self.manifest.fhir)
        origins = frozenset(origin_of(one) for one in addresses)
        return Http(self.recorder, origins, self.manifest.ca or None, who, cookies=cookies, adapter=self.adapter)


def stamp(at: datetime, **later: float) -> str:
    """An instant as FHIR writes it, so many ``minutes`` or ``seconds`` later."""
    return (at + timedelta(**later)).isoformat(timespec="seconds").replace("+00:00", "Z")


def during(at: datetime, minutes: int = 9) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two bounds of a case's own minutes, as parameters of a search."""
    return ("date", f"ge{stamp(at)}"), ("date", f"le{stamp(at, minutes=minutes)}")
