"""The hard end of a look in the browser: a page that never yields cannot hold the audit up."""

from __future__ import annotations

import os
import signal
import threading
import time
from types import TracebackType
from typing import Self

from playwright.sync_api import Browser

MARGIN_S = 15.0
"""Seconds before the end after which no further page is opened."""


class Deadline:
    """Ends the browser's process when the block outlasts ``seconds`` (monotonic); ``over`` says that it did.

    Every call into the browser then raises. A page may refuse every other request to stop, since all of them wait
    for its main thread.
    """

    def __init__(self, browser: Browser, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._margin = min(MARGIN_S, seconds / 4)
        self._process = _process_of(browser)
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self.over = False

    def left_ms(self, most: float) -> float:
        """Milliseconds left, ``most`` at most and 1 at least (0 would mean no bound)."""
        return max(1.0, min(most, (self._until - time.monotonic()) * 1000))

    @property
    def near(self) -> bool:
        """Whether no further page should be opened."""
        return time.monotonic() > self._until - self._margin

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.over = True
        if self._process:
            os.kill(self._process, signal.SIGKILL)


def _process_of(browser: Browser) -> int:
    """The process id of the browser, as it says itself."""
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return int(next((one["id"] for one in found if one["type"] == "browser"), 0))
