"""Reads one response body within its bounds and says what ended the reading."""

from __future__ import annotations

import http.client
from typing import NamedTuple

from harness.net.decode import STEP, BrokenEncoding, Decoder
from harness.net.meter import TooManyBytes
from harness.net.policy import NetPolicy
from harness.net.watchdog import Watchdog


class Body(NamedTuple):
    """The decoded bytes, the number of encoded ones received, and ``cut``.

    ``cut`` is ``size``, ``time``, ``bomb``, or ``broken``: the body ended early, or its framing or coding is not
    sound; what was read until then is kept.
    """

    data: bytes
    wire_size: int
    cut: str


class BodyReader:
    """The reading of one body."""

    def __init__(
        self, response: http.client.HTTPResponse, policy: NetPolicy, watchdog: Watchdog, max_body: int
    ) -> None:
        self._response = response
        self._policy = policy
        self._watchdog = watchdog
        self._max = max_body
        self._decoder = Decoder(response.headers.get("Content-Encoding", "") or "", policy.max_layers)
        self._data = bytearray()
        self._wire = 0

    def read(self) -> Body:
        """Read to the end or to the first bound."""
        cut = ""
        while not cut:
            piece, cut = self._receive()
            if not piece:
                break
            self._wire += len(piece)
            cut = self._decode(piece) or cut or ("size" if self._wire > self._max else "")
        return Body(bytes(self._data), self._wire, cut or self._ending())

    def _receive(self) -> tuple[bytes, str]:
        try:
            piece = self._response.read1(STEP)
        except TooManyBytes:
            return b"", "size"
        except (http.client.HTTPException, OSError, ValueError):
            return b"", "time" if self._watchdog.over else "broken"
        left = None if self._response.chunked else self._response.length
        short = not piece and bool(left)
        until_close = not self._response.chunked and left is None
        if self._watchdog.over and (piece or short or until_close):
            return piece, "time"
        return piece, "broken" if short else ""

    def _decode(self, piece: bytes) -> str:
        try:
            for decoded in self._decoder.pieces(piece):
                self._data += decoded[: self._max - len(self._data)]
                if len(self._data) >= self._max:
                    return self._full()
        except BrokenEncoding:
            return "broken"
        return ""

    def _full(self) -> str:
        taken = self._decoder.taken
        return "bomb" if taken and self._max > self._policy.max_ratio * taken else "size"

    def _ending(self) -> str:
        if not self._wire:
            return ""
        return "" if self._decoder.readable and self._decoder.whole else "broken"
