"""``BrowserRequest``: what a page asked of whom, and what it sent along."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.browser_record import RequestRecord
from criteria.facts.http.urls import host_of
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

POSTED = 65536
"""Bytes of a request body that are read."""


class BrowserRequest(RequestRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.request``. ``posted`` is the request body as text (64 KiB), ``body`` the digest of the response's.

    Whose host it is: ``criteria.security.first_party.is_first_party(request.host, facts.candidate)``.
    """

    posted: str = ""
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
    posted = blob(digest)[:POSTED].decode("utf-8", "replace") if digest else ""
    yield msgspec.convert({**seen.data, "posted": posted, "body": seen.blobs.get("response_body", "")}, BrowserRequest)
