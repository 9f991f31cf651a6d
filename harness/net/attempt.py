"""One attempt at one exchange: sent through ``requests``, read within the bounds, recorded whatever happened."""

from __future__ import annotations

import http.client
import ssl
from typing import cast

import requests
from urllib3.exceptions import HTTPError

from criteria.http_exchange import HttpExchange, HttpRequest, HttpResponse
from harness.net.ask import Answer, Ask
from harness.net.body import Body, BodyReader
from harness.net.dial import Dial
from harness.net.errors import name_error
from harness.net.meter import Meter
from harness.net.policy import NetPolicy
from harness.net.resolver import PinnedResolver
from harness.net.transport import OneExchange, PinnedAdapter
from harness.net.watchdog import Watchdog

_FAILURES = (requests.RequestException, HTTPError, http.client.HTTPException, OSError, ValueError)


def attempt(
    ask: Ask,
    headers: dict[str, str],
    policy: NetPolicy,
    resolver: PinnedResolver,
    context: ssl.SSLContext | None,
    tags: dict[str, str],
) -> Answer:
    """Send once on a connection of its own, which is closed afterwards."""
    limit = policy.max_body_bytes if ask.max_body is None else min(ask.max_body, policy.max_body_bytes)
    meter = Meter(policy.max_header_bytes, policy.max_header_bytes + 4 * limit)
    with Watchdog(policy.deadline_s) as watchdog:
        dial = Dial(policy, resolver, watchdog, meter, ask.beyond_scope)
        with OneExchange(PinnedAdapter(dial, context)) as session:
            return _Attempt(ask, headers, policy, dial, limit, tags).run(session)


class _Attempt:
    def __init__(
        self, ask: Ask, headers: dict[str, str], policy: NetPolicy, dial: Dial, limit: int, tags: dict[str, str]
    ) -> None:
        self._ask = ask
        self._policy = policy
        self._dial = dial
        self._limit = limit
        self._tags = {**ask.labels.tags, **tags}
        self._sent = HttpRequest(method=ask.method, url=ask.url, headers=tuple(headers.items()))

    def run(self, session: OneExchange) -> Answer:
        try:
            reply = self._send(session)
        except _FAILURES as error:
            code, detail = name_error(error, self._dial)
            return self._answer(error=code, detail=detail)
        raw = cast(http.client.HTTPResponse, reply.raw._original_response)
        body = BodyReader(raw, self._policy, self._dial.watchdog, self._limit).read()
        reply.raw.close()
        if raw.headers.defects:
            self._tags["header_defect"] = type(raw.headers.defects[0]).__name__
        return self._answer(_response(raw, body), body.data)

    def _send(self, session: OneExchange) -> requests.Response:
        request = requests.Request(
            self._ask.method, self._ask.url, headers=dict(self._sent.headers), data=self._ask.body or None
        )
        prepared = session.prepare_request(request)
        fields = tuple((name, str(value)) for name, value in prepared.headers.items())
        self._sent = HttpRequest(method=self._ask.method, url=prepared.url or self._ask.url, headers=fields)
        seconds = max(0.001, self._dial.watchdog.left())
        return session.send(prepared, stream=True, timeout=(seconds, seconds), verify=True)

    def _answer(
        self, response: HttpResponse | None = None, body: bytes = b"", *, error: str = "", detail: str = ""
    ) -> Answer:
        labels = self._ask.labels
        exchange = HttpExchange(
            request=self._sent,
            response=response,
            error=error,
            detail=detail,
            peer=self._dial.peer,
            context=labels.context,
            purpose=labels.purpose,
            depth=labels.depth,
            parent=labels.parent,
            start=labels.start,
            tags=self._tags,
        )
        return Answer(exchange=exchange, body=body, request_body=self._ask.body, bytes_read=self._dial.meter.count)


def _response(raw: http.client.HTTPResponse, body: Body) -> HttpResponse:
    return HttpResponse(
        status=raw.status,
        headers=tuple((name, str(value)) for name, value in raw.headers.items()),
        version="HTTP/1.0" if raw.version == 10 else "HTTP/1.1",
        size=len(body.data),
        wire_size=body.wire_size,
        cut=body.cut,
    )
