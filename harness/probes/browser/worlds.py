"""Running our own programs in a page, in a world that no script of the page can reach or spoil."""

from __future__ import annotations

import json
import secrets
from typing import Any

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

from harness.probes.browser.scripts import script

NAME = "instrument"
MARK = "instrumentMark"
SECONDS = 10
NO_CONTEXT = "Cannot find context"
"""What the protocol says where the document of a world is gone."""


class World:
    """Our world in one page's top-level document. What a program keeps there lasts until the page navigates.

    The world is found once for each document. Its number may name another world after a navigation to another process,
    so that it bears a mark that only we know; without it nothing of ours runs there.
    """

    def __init__(self, page: Page) -> None:
        self._cdp = page.context.new_cdp_session(page)
        self._mark = secrets.token_hex(16)
        self._context: int | None = None

    def run(self, name: str, *arguments: object) -> Any:
        """The value of the program ``name``, called with ``arguments`` when it is a function; ``None`` when it failed.

        Bounded by ``SECONDS`` while it runs; a page that never yields is ended by the look's ``Deadline``.
        """
        source = script(name)
        if arguments:
            source = f"({source})(...{json.dumps(arguments)})"
        try:
            return self._known(source)
        except BrowserError as error:
            return self.evaluate(source) if NO_CONTEXT in error.message else None

    def evaluate(self, source: str) -> Any:
        """The value of an expression (or program), by value, in the world of the document that is there now."""
        try:
            return self._asked(source, self._made())
        except BrowserError:
            return None

    def _known(self, source: str) -> Any:
        """The same in the world that is known; anew where there is none, or where its number names another by now."""
        if self._context is not None:
            guarded = f"globalThis.{MARK} === '{self._mark}' ? (\n{source}\n) : '{self._mark}'"
            value = self._asked(guarded, self._context)
            if value != self._mark:
                return value
        return self._asked(source, self._made())

    def _made(self) -> int:
        """The world of the present document, marked."""
        self._context = None
        frame = self._cdp.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        made = self._cdp.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": NAME})
        context = int(made["executionContextId"])
        self._asked(f"globalThis.{MARK} = '{self._mark}'; true", context)
        self._context = context
        return context

    def _asked(self, source: str, context: int) -> Any:
        answer = self._cdp.send(
            "Runtime.evaluate",
            {
                "expression": source,
                "contextId": context,
                "returnByValue": True,
                "awaitPromise": True,
                "timeout": SECONDS * 1000,
            },
        )
        return None if "exceptionDetails" in answer else answer["result"].get("value")
