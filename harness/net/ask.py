"""What to ask, and what came of it."""

from __future__ import annotations

from typing import Literal

import msgspec

from criteria.http_exchange import Headers, HttpExchange

Verify = Literal["strict", "record"]


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks and why, as ``HttpExchange`` records it. ``context`` also chooses the cookie jar."""

    context: str = "anonymous"
    purpose: str = ""
    depth: int = 0
    parent: str = ""
    start: str = ""
    tags: dict[str, str] = {}


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One request to make.

    ``cookie`` replaces the jar's ``Cookie`` field when not ``None``; ``keep_cookies`` says whether the answer may
    change the jar. ``verify="record"`` asks again without verification when TLS fails, only to observe what is
    served: the exchange then has the tag ``tls_verified=false``. Outside the lab that second request carries no
    cookie and no credentials, and one with a body is not made. ``max_body`` lowers the policy's bound.
    """

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""
    cookie: str | None = None
    keep_cookies: bool = True
    verify: Verify = "strict"
    beyond_scope: bool = False
    max_body: int | None = None
    labels: Labels = Labels()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one request: the record, the decoded body, and the bytes received in all, headers included."""

    exchange: HttpExchange
    body: bytes = b""
    request_body: bytes = b""
    bytes_read: int = 0

    @property
    def url(self) -> str:
        """The address asked."""
        return self.exchange.request.url

    @property
    def status(self) -> int:
        """The status, 0 without a response."""
        return self.exchange.response.status if self.exchange.response else 0

    def values(self, name: str) -> tuple[str, ...]:
        """Every response field of this name, in order."""
        fields = self.exchange.response.headers if self.exchange.response else ()
        return tuple(value for field, value in fields if field.lower() == name.lower())

    def blobs(self) -> dict[str, bytes]:
        """The bodies by their names in an observation; a body that did not come has none."""
        bodies = {"request_body": self.request_body}
        if self.exchange.response is not None:
            bodies["response_body"] = self.body
        return {name: data for name, data in bodies.items() if data or name == "response_body"}
