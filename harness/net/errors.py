"""One word for what went wrong: the ``error`` of an exchange."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator

from harness.net.dial import Dial

CLOSED = (
    http.client.RemoteDisconnected,
    http.client.IncompleteRead,
    ConnectionResetError,
    ConnectionAbortedError,
    BrokenPipeError,
)


def name_error(error: BaseException, dial: Dial) -> tuple[str, str]:
    """The code and detail of a failed exchange. What the dial and the watchdog saw goes before the exception."""
    if dial.error:
        return dial.error, dial.detail
    chain = list(_chain(error))
    if dial.watchdog.over:
        return "timeout", "deadline"
    for one in chain:
        if isinstance(one, ssl.SSLError):
            return "tls", _short(one)
    for one in chain:
        if isinstance(one, CLOSED):
            return "closed", _short(one)
        if isinstance(one, TimeoutError):
            return "timeout", _short(one)
    innermost = next((one for one in chain if isinstance(one, http.client.HTTPException)), chain[-1])
    return "protocol", _short(innermost)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and everything behind it, wherever ``requests`` and ``urllib3`` put it."""
    todo: list[object] = [error]
    seen: set[int] = set()
    while todo:
        one = todo.pop(0)
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            todo += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]


def _short(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]
