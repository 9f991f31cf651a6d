"""What a context leaves: its requests, its cookies, what its pages stored and which machine traits they read."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import msgspec
from playwright.sync_api import BrowserContext, Frame
from playwright.sync_api import Error as BrowserError

from criteria.browser_record import CookieRecord, FingerprintRecord, Placed, RequestRecord, StorageRecord
from criteria.facts.http import parse_set_cookie
from harness.probes.browser.recorder import Taken
from harness.probes.browser.scripts import script
from harness.probes.http.record import cookie_secrets, hidden_secrets, inputs_in, is_drawn
from harness.probing import ProbeRoom

MOST_COOKIES = 200
MOST_STORED = 400
MOST_FRAMES = 30
WATCHED = "() => (window[Symbol.for('probant.watch')] || (() => []))()"


def record_requests(room: ProbeRoom, taken: Sequence[Taken]) -> None:
    """One observation for each request, its secrets made known first."""
    for one in taken:
        learn(room, one)
    for one in taken:
        room.observe(kind="browser.request", data=one.record, blobs=one.blobs(), target=one.record.url)


def learn(room: ProbeRoom, one: Taken) -> None:
    """Make the secrets of an exchange known to the redactor: drawn cookies, tokens in hidden fields."""
    fields = one.record.response_headers
    for value, kind in cookie_secrets(
        line for name, held in fields if name.lower() == "set-cookie" for line in held.split("\n")
    ):
        room.redactor.add(value, kind)
    if one.record.type == "document" and one.body:
        learn_html(room, one.body.decode("utf-8", "replace"))


def learn_html(room: ProbeRoom, html: str) -> None:
    """Make the tokens in hidden fields known."""
    for value, kind in hidden_secrets(inputs_in(html)):
        room.redactor.add(value, kind)


def record_stored(room: ProbeRoom, context: BrowserContext, place: Placed, requests: Sequence[RequestRecord]) -> None:
    """The cookies, and what every frame's origin holds."""
    plain = {name: getattr(place, name) for name in place.__struct_fields__}
    for cookie in context.cookies()[:MOST_COOKIES]:
        value = str(cookie.get("value", ""))
        if is_drawn(value):
            room.redactor.add(value, "cookie")
        record = _cookie(dict(cookie), plain, requests)
        room.observe(kind="browser.cookie", data=record, target=record.domain)
    frames = [frame for page in context.pages for frame in page.frames][:MOST_FRAMES]
    for stored in _distinct([one for frame in frames for one in _stored(frame, plain)]):
        room.observe(kind="browser.storage", data=stored, target=stored.origin)
    for call in _distinct([one for frame in frames for one in _calls(frame, plain)]):
        room.observe(kind="browser.fingerprint", data=call, target=call.script or call.page)


def _cookie(found: dict[str, Any], plain: dict[str, Any], requests: Sequence[RequestRecord]) -> CookieRecord:
    expires = float(found.get("expires", -1))
    return CookieRecord(
        **plain,
        name=str(found["name"])[:500],
        value=str(found.get("value", ""))[:4096],
        domain=str(found.get("domain", "")),
        path=str(found.get("path", "/")),
        secure=bool(found.get("secure")),
        http_only=bool(found.get("httpOnly")),
        same_site=str(found.get("sameSite", "")),
        expires=expires,
        lives=-1 if expires < 0 else round(expires - time.time()),
        partition=str(found.get("partitionKey", "")),
        setter=_setter(str(found["name"]), str(found.get("domain", "")), requests),
    )


def _setter(name: str, domain: str, requests: Sequence[RequestRecord]) -> str:
    """The last address whose response set a cookie of this name for this domain."""
    for one in reversed(requests):
        for field, value in one.response_headers:
            if field.lower() != "set-cookie":
                continue
            cookies = (parse_set_cookie(line, url=one.url) for line in value.split("\n"))
            if any(cookie is not None and cookie.name == name for cookie in cookies) and _covers(domain, one.url):
                return one.url
    return ""


def _covers(domain: str, url: str) -> bool:
    host = url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    bare = domain.lstrip(".")
    return name == bare or name.endswith(f".{bare}")


def _stored(frame: Frame, plain: dict[str, Any]) -> list[StorageRecord]:
    found = _asked(frame, script("storage"))
    if not isinstance(found, dict) or not str(found.get("origin", "")).startswith("http"):
        return []
    place = {**plain, "page": frame.page.url[:4096]}
    return [
        StorageRecord(
            **place,
            area=str(one["area"]),
            origin=str(found["origin"]),
            key=str(one["key"])[:1500],
            value=str(one["value"])[:4096],
            size=int(one["size"]),
        )
        for one in found["found"][:MOST_STORED]
    ]


def _calls(frame: Frame, plain: dict[str, Any]) -> list[FingerprintRecord]:
    found = _asked(frame, WATCHED)
    place = {**plain, "page": frame.page.url[:4096]}
    return [
        FingerprintRecord(**place, api=str(one["api"])[:60], count=int(one["count"]), script=str(one["script"])[:2000])
        for one in (found if isinstance(found, list) else [])[:200]
        if isinstance(one, dict) and {"api", "count", "script"} <= one.keys()
    ]


def _asked(frame: Frame, source: str) -> Any:
    try:
        return frame.evaluate(source)
    except BrowserError:  # the frame is gone, or its page forbids it
        return None


def _distinct(found: Sequence[Any]) -> list[Any]:
    """Without those that differ in nothing but the page."""
    kept: dict[bytes, Any] = {}
    for one in found:
        kept.setdefault(msgspec.json.encode(msgspec.structs.replace(one, page="")), one)
    return list(kept.values())[:MOST_STORED]
