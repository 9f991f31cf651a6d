"""The record of one HTTP exchange (observation kind ``http.exchange``), as probes write it and extractors read it."""

from __future__ import annotations

import msgspec

Headers = tuple[tuple[str, str], ...]


class HttpRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request as sent. ``url`` is absolute; the body, if any, is the observation's blob ``request_body``."""

    method: str
    url: str
    headers: Headers = ()


class HttpResponse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A response as received. The body, decoded from its content encoding, is the blob ``response_body``.

    ``size`` is the number of decoded bytes stored, ``wire_size`` that of the bytes received; ``cut`` names the bound
    that ended the reading (``size``, ``time``, ``bomb``, ``broken``), empty when the body is whole.
    """

    status: int
    headers: Headers = ()
    version: str = "HTTP/1.1"
    size: int = 0
    wire_size: int = 0
    cut: str = ""


class HttpExchange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One exchange. ``error`` is set when no usable response came.

    ``error`` is one of ``refused``, ``unreachable``, ``timeout``, ``tls``, ``dns``, ``forbidden_address``,
    ``protocol``, ``closed``,
    ``out_of_scope``, ``forbidden_url``; ``context`` says who sent it (``anonymous``, ``account:a``); ``purpose`` why
    (``crawl``, ``cleartext``, ``exposed``, ``ablation``, ...); ``depth`` is the number of clicks from the start
    page; ``parent`` the page that linked here; ``peer`` the address spoken to.
    """

    request: HttpRequest
    response: HttpResponse | None = None
    error: str = ""
    detail: str = ""
    peer: str = ""
    context: str = "anonymous"
    purpose: str = ""
    depth: int = 0
    parent: str = ""
    start: str = ""
    tags: dict[str, str] = {}
