"""Content decodings, undone a little at a time so that no bomb ever unfolds."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

STEP = 64 * 1024
ACCEPTED = "gzip, deflate"


class BrokenEncoding(Exception):
    """The bytes are not what their ``Content-Encoding`` says, or the encoding is not one that we asked for."""


class _Inflate:
    """One layer of gzip or deflate. Deflate is read as zlib, or raw as some servers send it."""

    def __init__(self, coding: str) -> None:
        self._gzip = coding in ("gzip", "x-gzip")
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16 if self._gzip else zlib.MAX_WBITS)
        self._first = True
        self.taken = 0

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """The decoded bytes in pieces of at most ``STEP``; raises ``BrokenEncoding``."""
        more = bool(data)
        while more:
            if self._inflate.eof and not self._next_member(data):
                return
            piece = self._step(data)
            left = self._inflate.unconsumed_tail or self._inflate.unused_data
            self.taken += len(data) - len(left)
            data = left
            more = bool(data) or len(piece) == STEP  # a full piece may leave output inside the inflater
            if piece:
                yield piece

    def _step(self, data: bytes) -> bytes:
        try:
            piece = self._inflate.decompress(data, STEP)
        except zlib.error as error:
            if self._gzip or not self._first:
                raise BrokenEncoding(str(error)) from error
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            self._first = False
            return self._step(data)
        self._first = False
        return piece

    def _next_member(self, data: bytes) -> bool:
        """Start the next member of a gzip file; anything else after the end is padding and ignored."""
        if not self._gzip or not data.startswith(b"\x1f\x8b"):
            return False
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return True

    @property
    def whole(self) -> bool:
        """Whether the end of the compressed data was seen."""
        return self._inflate.eof


class Decoder:
    """Undoes the codings of one ``Content-Encoding`` value, last first (RFC 9110 section 8.4)."""

    def __init__(self, header: str, max_layers: int) -> None:
        codings = [coding.strip().lower() for coding in header.split(",") if coding.strip()]
        self.codings = tuple(coding for coding in codings if coding != "identity")
        known = all(coding in ("gzip", "x-gzip", "deflate") for coding in self.codings)
        self.readable = known and len(self.codings) <= max_layers
        self._layers = [_Inflate(coding) for coding in reversed(self.codings)] if self.readable else []

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """The decoded bytes of the next piece received; the bytes themselves when they cannot be read."""
        return self._through(self._layers, data)

    def _through(self, layers: list[_Inflate], data: bytes) -> Iterator[bytes]:
        if not layers:
            yield data
            return
        for piece in layers[0].pieces(data):
            yield from self._through(layers[1:], piece)

    @property
    def taken(self) -> int:
        """How many encoded bytes the decoded ones came from; 0 when nothing is decoded."""
        return self._layers[0].taken if self._layers else 0

    @property
    def whole(self) -> bool:
        """Whether every layer ended."""
        return all(layer.whole for layer in self._layers)
