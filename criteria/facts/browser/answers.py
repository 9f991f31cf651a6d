"""``BrowserAnswer``: the text that a response brought into the browser, for those who look for canaries in it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.browser_record import Placed
from criteria.facts.http.urls import host_of
from criteria.facts.registry import Blob, extractor
from criteria.http_exchange import Headers
from criteria.observation import Observation

LONGEST = 1 << 20
"""Bytes of a body that are read; ``cut`` tells of more."""


class BrowserAnswer(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """A response with a stored body (``browser.request``)."""

    url: str
    type: str = ""
    status: int = 0
    headers: Headers = ()
    text: str = ""
    cut: bool = False

    @property
    def host(self) -> str:
        """The host that answered."""
        return host_of(self.url)

    @property
    def directives(self) -> frozenset[str]:
        """The directives of ``Cache-Control``, lower-case, without their values (RFC 9111 section 5.2)."""
        fields = [value for name, value in self.headers if name.lower() == "cache-control"]
        return frozenset(part.partition("=")[0].strip().lower() for field in fields for part in field.split(","))


@extractor(BrowserAnswer, kind="browser.request", version=1)
def answers(seen: Observation, blob: Blob) -> Iterator[BrowserAnswer]:
    """One for each request whose answer has a body."""
    digest = seen.blobs.get("response_body", "")
    if not digest:
        return
    raw = blob(digest)
    placed = {name: seen.data[name] for name in Placed.__struct_fields__ if name in seen.data}
    told = {
        **placed,
        "url": seen.data["url"],
        "type": seen.data.get("type", ""),
        "status": seen.data.get("status", 0),
        "headers": seen.data.get("response_headers", ()),
        "text": raw[:LONGEST].decode("utf-8", "replace"),
        "cut": len(raw) > LONGEST or bool(seen.data.get("cut")),
    }
    yield msgspec.convert(told, BrowserAnswer)
