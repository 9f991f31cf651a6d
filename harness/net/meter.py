"""Counts every byte received on a connection, and stops the reading at the bounds."""

from __future__ import annotations

import http.client
import io
from typing import Any

READ_AHEAD = io.DEFAULT_BUFFER_SIZE


class TooManyBytes(http.client.HTTPException):
    """The peer sent more than the bound for headers, or for the whole exchange."""


class Meter:
    """The bytes received in one exchange, as they leave the socket (after TLS)."""

    def __init__(self, max_header: int, max_total: int) -> None:
        self._max_header = max_header
        self._max_total = max_total
        self.count = 0
        self.in_headers = True

    def add(self, count: int) -> None:
        """Count bytes just read; raises ``TooManyBytes`` beyond a bound (one buffer of tolerance)."""
        self.count += count
        bound = self._max_header if self.in_headers else self._max_total
        if self.count > bound + READ_AHEAD:
            raise TooManyBytes(f"more than {bound} bytes of {'headers' if self.in_headers else 'response'}")


class _Metered(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase, meter: Meter) -> None:
        self._raw = raw
        self._meter = meter
        self._start = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        count: int | None = self._raw.readinto(buffer)
        self._meter.add(count or 0)
        self._start = self._start or bytes(memoryview(buffer)[: min(count or 0, 5)])
        if not count and self._meter.in_headers and self._start.startswith(b"H"):
            # http.client would take the end of the stream for the end of the fields, and miss those that follow.
            raise http.client.RemoteDisconnected("closed within the headers")
        return count

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class MeteredResponse(http.client.HTTPResponse):
    """``http.client``'s response, reading through a meter."""

    def __init__(self, meter: Meter, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._meter = meter
        self.fp = io.BufferedReader(_Metered(self.fp.detach(), meter), READ_AHEAD)

    def begin(self) -> None:
        """Read the status line and the header fields under the header bound."""
        super().begin()
        self._meter.in_headers = False
