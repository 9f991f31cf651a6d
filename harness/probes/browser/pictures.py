"""Pictures of a page, without what a person types in secret."""

from __future__ import annotations

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

from criteria.browser_record import Placed, ScreenshotRecord
from harness.probing import ProbeRoom

SECRET = "input[type=password], input[autocomplete=one-time-code], input[name*=code], input[name*=token]"
PICTURE_MS = 8_000


def record_picture(room: ProbeRoom, page: Page, place: Placed, what: str) -> None:
    """Observe the viewport as it is now, where it could be drawn."""
    png = picture(page)
    size = page.viewport_size or {"width": 0, "height": 0}
    if png:
        plain = {name: getattr(place, name) for name in Placed.__struct_fields__}
        record = ScreenshotRecord(**plain, width=size["width"], height=size["height"], what=what)
        room.observe(kind="browser.screenshot", data=record, blobs={"png": png}, target=place.page)


def picture(page: Page) -> bytes:
    """The viewport as PNG, secret fields masked; empty when the page could not be drawn in time."""
    try:
        return page.screenshot(mask=[page.locator(SECRET)], timeout=PICTURE_MS, animations="disabled")
    except BrowserError:
        return b""
