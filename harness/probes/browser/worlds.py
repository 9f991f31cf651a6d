"""Running our own programs in a page, in a world that no script of the page can reach or spoil."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

from harness.probes.browser.scripts import script

NAME = "instrument"
SECONDS = 10


class World:
    """Our world in one page's top-level document. What a program keeps there lasts until the page navigates."""

    def __init__(self, page: Page) -> None:
        self._cdp = page.context.new_cdp_session(page)

    def run(self, name: str, *arguments: object) -> Any:
        """The value of the program ``name``, called with ``arguments`` when it is a function; ``None`` when it failed.

        Bounded by ``SECONDS`` while it runs; a page that never yields is ended by the look's ``Deadline``.
        """
        source = script(name)
        if arguments:
            source = f"({source})(...{json.dumps(arguments)})"
        return self.evaluate(source)

    def evaluate(self, source: str) -> Any:
        """The value of an expression, by value."""
        try:
            tree = self._cdp.send("Page.getFrameTree")
            frame = tree["frameTree"]["frame"]["id"]
            made = self._cdp.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": NAME})
            answer = self._cdp.send(
                "Runtime.evaluate",
                {
                    "expression": source,
                    "contextId": made["executionContextId"],
                    "returnByValue": True,
                    "awaitPromise": True,
                    "timeout": SECONDS * 1000,
                },
            )
        except BrowserError:
            return None
        if "exceptionDetails" in answer:
            return None
        return answer["result"].get("value")
