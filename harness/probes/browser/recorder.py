"""Every request of a context, taken down as it ends, with the bodies that are text."""

from __future__ import annotations

from typing import Any

import msgspec
from playwright.sync_api import BrowserContext, Page, Request, Response
from playwright.sync_api import Error as BrowserError

from criteria.browser_record import Placed, RequestRecord
from criteria.facts.http.urls import host_of
from criteria.http_exchange import Headers

MOST_REQUESTS = 600
"""Requests taken down in one context; more is a bound that is recorded."""
MOST_BODY = 1024 * 1024
MOST_POSTED = 256 * 1024
LONGEST_HEADER = 8192
LONGEST_URL = 8192
TEXT = ("text/", "json", "javascript", "xml", "x-www-form-urlencoded", "graphql", "manifest")
PASSIVE = frozenset(("image", "media", "font"))
PLAIN = PASSIVE | {"stylesheet"}


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
        self.taken.append(Taken(RequestRecord(**_plain(place), method="GET", url=url[:LONGEST_URL], type="websocket")))

    def _ended(self, request: Request) -> None:
        _, place = self._placed.pop(id(request), (None, None))
        if place is None:
            return
        try:
            response = request.response() if not request.failure else None
        except BrowserError:
            response = None
        record = self._record(request, place, response, failure_of(request))
        body, cut = _body(request, response)
        sizes = _sizes(request) if response else {}
        record = msgspec.structs.replace(
            record, cut=cut, size=len(body) if body else -1, wire_size=max(-1, sizes.get("responseBodySize", -1))
        )
        self.taken.append(Taken(record, _posted(request), body[:MOST_BODY]))

    def _record(self, request: Request, place: Placed, response: Response | None, error: str) -> RequestRecord:
        frame, main = _frame(request)
        before = request.redirected_from
        return RequestRecord(
            **_plain(place),
            method=request.method,
            url=request.url[:LONGEST_URL],
            type=request.resource_type,
            frame=frame,
            main=main,
            headers=_brief(request) if _is_plain(request, frame) else _headers(request),
            status=response.status if response else 0,
            response_headers=_headers(response) if response else (),
            error=error,
            redirected_from=before.url[:LONGEST_URL] if before else "",
            by_worker=bool(request.service_worker),
        )


def failure_of(request: Request) -> str:
    """Why a request brought nothing: ``csp``, ``blocked``, ``aborted``, or the browser's code."""
    failure = request.failure or ""
    if "BLOCKED_BY_CSP" in failure or failure == "csp":
        return "csp"
    if "BLOCKED" in failure:
        return "blocked"
    return failure.removeprefix("net::ERR_").lower()[:100]


def _plain(place: Placed) -> dict[str, Any]:
    return {name: getattr(place, name) for name in place.__struct_fields__}


def _frame(request: Request) -> tuple[str, bool]:
    """The address of the frame that asks, and whether the request loads the top-level document."""
    try:
        frame = request.frame
        main = request.is_navigation_request() and frame.parent_frame is None
        return frame.url[:LONGEST_URL], main
    except BrowserError:  # of a worker, or a document that is not there yet
        return "", request.resource_type == "document"


def _is_plain(request: Request, frame: str) -> bool:
    """A picture, font or style sheet of the page's own host: nothing of interest is sent with it."""
    return request.resource_type in PLAIN and host_of(request.url) == host_of(frame)


def _brief(request: Request) -> Headers:
    """The fields known without asking the browser once more: all but cookies."""
    return tuple((name[:200], value[:LONGEST_HEADER]) for name, value in list(request.headers.items())[:100])


def _headers(of: Request | Response) -> Headers:
    try:
        found = of.headers_array()
    except BrowserError:
        found = [{"name": name, "value": value} for name, value in of.headers.items()]
    return tuple((one["name"][:200], one["value"][:LONGEST_HEADER]) for one in found[:100])


def _posted(request: Request) -> bytes:
    try:
        return (request.post_data_buffer or b"")[:MOST_POSTED]
    except BrowserError:
        return b""


def _sizes(request: Request) -> dict[str, int]:
    try:
        return dict(request.sizes())  # type: ignore[arg-type]
    except BrowserError:
        return {}


def _body(request: Request, response: Response | None) -> tuple[bytes, str]:
    """The decoded body where it is text, and why it is not whole."""
    if response is None or request.method == "HEAD" or 300 <= response.status < 400 or response.status in (204, 304):
        return b"", ""
    if request.resource_type in PASSIVE:
        return b"", "media"
    media = response.headers.get("content-type", "").lower()
    textual = any(word in media for word in TEXT) or not media
    if not textual:
        return b"", "media"
    try:
        body = response.body()
    except BrowserError:
        return b"", "gone"
    return body, "size" if len(body) > MOST_BODY else ""
