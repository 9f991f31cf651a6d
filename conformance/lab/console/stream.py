"""Server-sent events (WHATWG HTML, section 9.2): one page's bounded queue, filled from the space's own thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from conformance.lab.console.desk import Desk, Seen

WAITING = 100
"""Exchanges that may wait for a slow page; beyond, it is let go, and takes up the history when it comes back."""


class Stream:
    """What is to be told to one page. Made in the console's event loop; raises ``TooMany``."""

    def __init__(self, desk: Desk, login: str) -> None:
        self._desk = desk
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[Seen | EOFError | None] = asyncio.Queue(WAITING)
        desk.listen(login, self._told)

    async def __aiter__(self) -> AsyncIterator[Seen | None]:
        """Each exchange as it comes, ``None`` when only what is played changed; ends when the page is too slow."""
        try:
            while not isinstance(told := await self._queue.get(), EOFError):
                yield told
        finally:
            self.close()

    def close(self) -> None:
        """Listen no more."""
        self._desk.leave(self._told)

    def _told(self, seen: Seen | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._put, seen)
        except RuntimeError:  # the loop is closed: the console has stopped
            self.close()

    def _put(self, seen: Seen | None) -> None:
        if self._queue.full():
            self.close()
            while not self._queue.empty():
                self._queue.get_nowait()
            self._queue.put_nowait(EOFError())
        else:
            self._queue.put_nowait(seen)


def event(name: str, data: str, place: int | None = None) -> str:
    """One event on the wire."""
    lines = "".join(f"data: {line}\n" for line in data.splitlines())
    told = f"id: {place}\n" if place is not None else ""
    return f"event: {name}\n{told}{lines}\n"
