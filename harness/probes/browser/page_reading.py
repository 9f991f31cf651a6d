"""Takes one page down: its final DOM, what is visible, its links, its forms, its weight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

from criteria.browser_record import FormRecord, LinkRecord, PageRecord, Placed, RequestRecord
from harness.probes.browser.leaving import learn_html
from harness.probes.browser.worlds import World
from harness.probing import ProbeRoom

if TYPE_CHECKING:
    from harness.probes.browser.sitting import Opened

MOST_HTML = 1024 * 1024


class Said(msgspec.Struct):
    """What a page wrote to the console."""

    lines: list[str] = []


class Reading(msgspec.Struct, kw_only=True):
    """What the program ``page`` gives."""

    title: str = ""
    lang: str = ""
    text: str = ""
    links: tuple[LinkRecord, ...] = ()
    forms: tuple[dict[str, Any], ...] = ()
    frames: tuple[str, ...] = ()
    height: int = 0


def record_page(
    room: ProbeRoom,
    one: Opened,
    world: World,
    place: Placed,
    requests: Sequence[RequestRecord],
    said: Said,
    *,
    settled: bool,
    verified: bool,
) -> PageRecord:
    """Observe the page and each of its forms."""
    reading = read(world)
    html, cut = _content(one.page)
    learn_html(room, html.decode("utf-8", "replace"))
    plain = {name: getattr(place, name) for name in place.__struct_fields__}
    record = PageRecord(
        **plain,
        ended=one.page.url[:4096] if one.response else "",
        status=one.response.status if one.response else 0,
        title=reading.title,
        lang=reading.lang,
        start=one.stop.start,
        links=reading.links,
        frames=reading.frames,
        weight=sum(max(0, request.wire_size) for request in requests),
        decoded=sum(max(0, request.size, request.wire_size) for request in requests),
        requests=len(requests),
        settled=settled,
        tls_verified=verified,
        console=tuple(said.lines),
        csp=tuple(line for line in said.lines if "Content Security Policy" in line),
        error=one.error,
        cut=cut,
    )
    blobs = {"html": html, "text": reading.text.encode()} if record.status else {}
    room.observe(kind="browser.page", data=record, blobs=blobs, target=record.ended or record.page)
    for form in reading.forms if record.status else ():
        room.observe(kind="browser.form", data=msgspec.convert({**plain, **form}, FormRecord), target=record.ended)
    return record


def read(world: World) -> Reading:
    """The page as its program tells it; an empty one when the page let nothing be read."""
    try:
        return msgspec.convert(world.run("page") or {}, Reading)
    except msgspec.ValidationError:
        return Reading()


def _content(page: Page) -> tuple[bytes, str]:
    try:
        html = page.content().encode("utf-8", "replace")
    except BrowserError:
        return b"", "gone"
    return html[:MOST_HTML], "size" if len(html) > MOST_HTML else ""
