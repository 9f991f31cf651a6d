"""``BrowserRequest``: what a page asked of whom, and what it sent along."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import msgspec

from criteria.browser_record import RequestRecord
from criteria.facts.http.urls import host_of
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

POSTED = 1 << 20
"""Bytes of a request body that are read, after it was unpacked; ``posted_cut`` tells of more."""
_GZIP, _ZLIB = b"\x1f\x8b", b"\x78"


class BrowserRequest(RequestRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.request``. ``posted`` is the request body as text (unpacked where it was gzip or zlib), ``body`` the
    digest of the response's.

    Whose host it is: ``criteria.security.first_party.is_first_party(request.host, facts.candidate)``.
    """

    posted: str = ""
    posted_cut: bool = False
    body: str = ""

    @property
    def host(self) -> str:
        """The host asked, lower-case."""
        return host_of(self.url)

    @property
    def sent(self) -> bool:
        """Whether it left for the network (an own policy or the address policy may have kept it)."""
        return self.error not in ("blocked", "csp")

    def values(self, name: str) -> tuple[str, ...]:
        """Every response field of this name, in order."""
        return tuple(value for field, value in self.response_headers if field.lower() == name.lower())

    def header(self, name: str) -> str:
        """The request field of this name, ``""`` without any."""
        return next((value for field, value in self.headers if field.lower() == name.lower()), "")


@extractor(BrowserRequest, kind="browser.request", version=1)
def requests(seen: Observation, blob: Blob) -> Iterator[BrowserRequest]:
    """One fact for each observation."""
    digest = seen.blobs.get("request_body", "")
    posted, cut = _unpacked(blob(digest)) if digest else (b"", False)
    text = posted.decode("utf-8", "replace")
    body = seen.blobs.get("response_body", "")
    yield msgspec.convert({**seen.data, "posted": text, "posted_cut": cut, "body": body}, BrowserRequest)


def _unpacked(raw: bytes) -> tuple[bytes, bool]:
    """The bytes that a body holds, never more than ``POSTED``, and whether there were more."""
    if raw[:2] == _GZIP or raw[:1] == _ZLIB:
        reader = zlib.decompressobj(wbits=47)
        try:
            whole = reader.decompress(raw, POSTED)
        except zlib.error:
            return raw[:POSTED], len(raw) > POSTED
        return whole, bool(reader.unconsumed_tail)
    return raw[:POSTED], len(raw) > POSTED
