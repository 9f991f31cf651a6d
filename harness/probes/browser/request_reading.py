"""Reading one request of the browser: who asked, what was sent, what came, each within its bound."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Request, Response

from criteria.browser_record import Placed
from criteria.facts.http.urls import host_of
from criteria.http_exchange import Headers

MOST_BODY = 1024 * 1024
MOST_POSTED = 256 * 1024
LONGEST_HEADER = 8192
LONGEST_URL = 8192
TEXT = ("text/", "json", "javascript", "xml", "x-www-form-urlencoded", "graphql", "manifest")
PASSIVE = frozenset(("image", "media", "font"))
PLAIN = PASSIVE | {"stylesheet"}


def failure_of(request: Request) -> str:
    """Why a request brought nothing: ``csp``, ``blocked``, ``aborted``, or the browser's code."""
    failure = request.failure or ""
    if "BLOCKED_BY_CSP" in failure or failure == "csp":
        return "csp"
    if "BLOCKED" in failure:
        return "blocked"
    return failure.removeprefix("net::ERR_").lower()[:100]


def fields_of(place: Placed) -> dict[str, Any]:
    """The fields of a place, for a record that has them too."""
    return {name: getattr(place, name) for name in place.__struct_fields__}


def frame_of(request: Request) -> tuple[str, bool]:
    """The address of the frame that asks, and whether the request loads the top-level document."""
    try:
        frame = request.frame
        main = request.is_navigation_request() and frame.parent_frame is None
        return frame.url[:LONGEST_URL], main
    except BrowserError:  # of a worker, or a document that is not there yet
        return "", request.resource_type == "document"


def is_plain(request: Request, frame: str) -> bool:
    """A picture, font or style sheet of the page's own host: nothing of interest is sent with it."""
    return request.resource_type in PLAIN and host_of(request.url) == host_of(frame)


def brief_headers(request: Request) -> Headers:
    """The fields known without asking the browser once more: all but cookies."""
    return tuple((name[:200], value[:LONGEST_HEADER]) for name, value in list(request.headers.items())[:100])


def headers_of(of: Request | Response) -> Headers:
    """Every field, cookies too, in order."""
    try:
        found = of.headers_array()
    except BrowserError:
        found = [{"name": name, "value": value} for name, value in of.headers.items()]
    return tuple((one["name"][:200], one["value"][:LONGEST_HEADER]) for one in found[:100])


def posted_by(request: Request) -> bytes:
    """The request's body."""
    try:
        return (request.post_data_buffer or b"")[:MOST_POSTED]
    except BrowserError:
        return b""


def sizes_of(request: Request) -> dict[str, int]:
    """Bytes on the wire, by part."""
    try:
        return dict(request.sizes())  # type: ignore[arg-type]
    except BrowserError:
        return {}


def body_of(request: Request, response: Response | None) -> tuple[bytes, str]:
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
