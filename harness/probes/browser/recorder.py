"""Every request of a context, taken down as it ends, with the bodies that are text."""

from __future__ import annotations

from typing import Any

import msgspec
from playwright.sync_api import BrowserContext, Page, Request, Response
from playwright.sync_api import Error as BrowserError

from criteria.browser_record import Placed, RequestRecord
from harness.probes.browser.request_reading import (
    LONGEST_URL,
    MOST_BODY,
    body_of,
    brief_headers,
    failure_of,
    fields_of,
    frame_of,
    headers_of,
    is_plain,
    posted_by,
    sizes_of,
)

MOST_REQUESTS = 600
"""Requests taken down in one context; more is a bound that is recorded."""


class Taken(msgspec.Struct, frozen=True):
    """One request and its bodies."""

    record: RequestRecord
    posted: bytes = b""
    body: bytes = b""

    def blobs(self) -> dict[str, bytes]:
        """The bodies that there are, by their names."""
        return {name: raw for name, raw in (("request_body", self.posted), ("response_body", self.body)) if raw}


class Recorder:
    """Listens to one context. ``place`` says where the requests that begin from now on belong; ``opened`` the address
    that each page was sent to, where it is not the one that it shows."""

    def __init__(self, context: BrowserContext) -> None:
        self.place = Placed()
        self.opened: dict[Page, str] = {}
        self.taken: list[Taken] = []
        self.bounds: set[str] = set()
        self._placed: dict[int, tuple[Request, Placed]] = {}
        self._context = context
        self._ours = False
        self._initiators: dict[str, list[tuple[str, str]]] = {}
        context.on("request", self._begun)
        context.on("requestfinished", self._ended)
        context.on("requestfailed", self._ended)
        context.on("page", self._popped)

    def new_page(self, url: str = "") -> Page:
        """A page that is about to open ``url``; what causes each of its requests is heard from the first one on."""
        self._ours = True
        page = self._context.new_page()
        self._ours = False
        if url:
            self.opened[page] = url
        self._watch(page)
        return page

    def _popped(self, page: Page) -> None:
        if not self._ours:
            self._watch(page)

    def _watch(self, page: Page) -> None:
        """Learn from this page's protocol what caused each of its requests."""
        try:
            session = page.context.new_cdp_session(page)
            session.on("Network.requestWillBeSent", self._caused)
            session.send("Network.enable")
        except BrowserError:
            return
        page.on("websocket", lambda socket: self._socket(page, socket.url))

    @property
    def waiting(self) -> int:
        """Requests that have begun and not ended."""
        return len(self._placed)

    def drain(self) -> list[Taken]:
        """What was taken since the last time, those that never ended too."""
        for request, place in list(self._placed.values()):
            self.taken.append(Taken(self._record(request, place, None, "unfinished")))
        self._placed.clear()
        taken, self.taken = self.taken, []
        return [self._with_cause(one) for one in taken]

    def _with_cause(self, one: Taken) -> Taken:
        """The protocol tells the cause on another way than the request, and later."""
        causes = self._initiators.get(one.record.url)
        if not causes:
            return one
        cause, kind = causes.pop(0)
        return msgspec.structs.replace(
            one, record=msgspec.structs.replace(one.record, initiator=cause, initiator_type=kind)
        )

    def _caused(self, event: dict[str, Any]) -> None:
        initiator = event.get("initiator", {})
        url = str(event.get("request", {}).get("url", ""))
        frames = (initiator.get("stack") or {}).get("callFrames") or [{}]
        cause = initiator.get("url") or frames[0].get("url", "")
        if len(self._initiators) < MOST_REQUESTS:
            self._initiators.setdefault(url, []).append((str(cause)[:LONGEST_URL], str(initiator.get("type", ""))))

    def _begun(self, request: Request) -> None:
        if len(self._placed) + len(self.taken) >= MOST_REQUESTS:
            self.bounds.add("requests")
            return
        self._placed[id(request)] = (request, self._place(request))

    def _place(self, request: Request) -> Placed:
        try:
            page = request.frame.page
        except BrowserError:
            return self.place
        return msgspec.structs.replace(self.place, page=self.opened.get(page) or page.url[:LONGEST_URL])

    def _socket(self, page: Page, url: str) -> None:
        place = msgspec.structs.replace(self.place, page=self.opened.get(page) or page.url[:LONGEST_URL])
        self.taken.append(
            Taken(RequestRecord(**fields_of(place), method="GET", url=url[:LONGEST_URL], type="websocket"))
        )

    def _ended(self, request: Request) -> None:
        _, place = self._placed.pop(id(request), (None, None))
        if place is None:
            return
        try:
            response = request.response() if not request.failure else None
        except BrowserError:
            response = None
        record = self._record(request, place, response, failure_of(request))
        body, cut = body_of(request, response)
        sizes = sizes_of(request) if response else {}
        record = msgspec.structs.replace(
            record, cut=cut, size=len(body) if body else -1, wire_size=max(-1, sizes.get("responseBodySize", -1))
        )
        self.taken.append(Taken(record, posted_by(request), body[:MOST_BODY]))

    def _record(self, request: Request, place: Placed, response: Response | None, error: str) -> RequestRecord:
        frame, main = frame_of(request)
        before = request.redirected_from
        return RequestRecord(
            **fields_of(place),
            method=request.method,
            url=request.url[:LONGEST_URL],
            type=request.resource_type,
            frame=frame,
            main=main,
            headers=brief_headers(request) if is_plain(request, frame) else headers_of(request),
            status=response.status if response else 0,
            response_headers=headers_of(response) if response else (),
            error=error,
            redirected_from=before.url[:LONGEST_URL] if before else "",
            by_worker=bool(request.service_worker),
        )
