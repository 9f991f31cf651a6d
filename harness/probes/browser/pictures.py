"""Pictures of a page, without what a person types in secret."""

from __future__ import annotations

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

SECRET = "input[type=password], input[autocomplete=one-time-code], input[name*=code], input[name*=token]"
PICTURE_MS = 8_000


def picture(page: Page) -> bytes:
    """The viewport as PNG, secret fields masked; empty when the page could not be drawn in time."""
    try:
        return page.screenshot(mask=[page.locator(SECRET)], timeout=PICTURE_MS, animations="disabled")
    except BrowserError:
        return b""
