"""The facts of one recorded exchange: ``Exchange``, and the ``SetCookie`` and ``Csp`` that its headers
carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from criteria.facts.http.cookie import SetCookie, parse_set_cookie
from criteria.facts.http.csp import Csp
from criteria.facts.http.csp_policy import parse_policies
from criteria.facts.http.hsts import Hsts, parse_hsts
from criteria.facts.http.urls import host_of, resolve
from criteria.facts.registry import Blob, extractor
from criteria.http_exchange import Headers, HttpExchange
from criteria.observation import Observation

KIND = "http.exchange"


class Exchange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One exchange as judges see it. ``status`` is 0 and ``error`` set when no usable response came.

    ``body`` is the digest of the decoded response body (``""`` without one), ``size`` its length in bytes,
    ``cut`` why it is not whole; ``start``, ``depth`` and ``parent`` place a crawled page.
    """

    method: str
    url: str
    status: int = 0
    headers: Headers = ()
    request_headers: Headers = ()
    body: str = ""
    size: int = 0
    wire_size: int = 0
    cut: str = ""
    error: str = ""
    detail: str = ""
    peer: str = ""
    context: str = "anonymous"
    purpose: str = ""
    depth: int = 0
    parent: str = ""
    start: str = ""
    tags: dict[str, str] = {}

    @property
    def host(self) -> str:
        """The host asked, lower-case."""
        return host_of(self.url)

    @property
    def scheme(self) -> str:
        """``http`` or ``https``."""
        return self.url.split(":", 1)[0].lower()

    def values(self, name: str) -> tuple[str, ...]:
        """Every field of this name, in order (names match without case)."""
        wanted = name.lower()
        return tuple(value for field, value in self.headers if field.lower() == wanted)

    def value(self, name: str) -> str:
        """The fields of this name joined by commas (RFC 9110 section 5.3), ``""`` without any."""
        return ", ".join(self.values(name))

    @property
    def media_type(self) -> str:
        """The media type without parameters, lower-case."""
        return (self.values("content-type") or ("",))[0].split(";", 1)[0].strip().lower()

    @property
    def is_html(self) -> bool:
        """Whether a browser would render this response as HTML by its declared type."""
        return self.status != 0 and self.media_type in ("text/html", "application/xhtml+xml")

    @property
    def location(self) -> str:
        """Where a 3xx response points, absolute; ``""`` when it does not redirect."""
        found = self.values("location")
        return resolve(self.url, found[0]) if found and 300 <= self.status < 400 else ""

    @property
    def hsts(self) -> Hsts | None:
        """The HSTS policy of this response."""
        return parse_hsts(self.values("strict-transport-security"))

    @property
    def tls_verified(self) -> bool | None:
        """Whether the certificate was verified; ``None`` when no TLS response came."""
        found = self.tags.get("tls_verified")
        return None if found is None else found == "true"


def read_exchange(seen: Observation) -> Exchange:
    """The exchange in an ``http.exchange`` observation; raises ``msgspec.ValidationError`` on another
    shape."""
    record = msgspec.convert(seen.data, HttpExchange)
    response = record.response
    return Exchange(
        method=record.request.method,
        url=record.request.url,
        status=response.status if response else 0,
        headers=response.headers if response else (),
        request_headers=record.request.headers,
        body=seen.blobs.get("response_body", ""),
        size=response.size if response else 0,
        wire_size=response.wire_size if response else 0,
        cut=response.cut if response else "",
        error=record.error,
        detail=record.detail,
        peer=record.peer,
        context=record.context,
        purpose=record.purpose,
        depth=record.depth,
        parent=record.parent,
        start=record.start,
        tags=record.tags,
    )


@extractor(Exchange, kind=KIND, version=1)
def exchanges(seen: Observation, blob: Blob) -> Iterable[Exchange]:
    """One ``Exchange`` for each observation."""
    yield read_exchange(seen)


@extractor(SetCookie, kind=KIND, version=1)
def cookies(seen: Observation, blob: Blob) -> Iterator[SetCookie]:
    """One ``SetCookie`` for each header field that a browser would accept."""
    found = read_exchange(seen)
    for header in found.values("set-cookie"):
        cookie = parse_set_cookie(header, url=found.url, context=found.context, purpose=found.purpose)
        if cookie is not None:
            yield cookie


def header_csp(seen: Exchange, metas: tuple[str, ...] = ()) -> Csp:
    """The policies of a response: header fields, then ``<meta>`` ones (see ``Page.meta_csp``)."""
    return Csp(
        seen.url,
        parse_policies(seen.values("content-security-policy")) + parse_policies(metas, meta=True),
        parse_policies(seen.values("content-security-policy-report-only")),
    )
