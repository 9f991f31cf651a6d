"""Recorded exchanges as an HTTP Archive, for the tools that a developer already has.

Source: HAR 1.2 specification (Odvarko). Values that a recording does not hold are ``-1`` or empty, as HAR says.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from datetime import datetime
from http.client import responses
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from criteria.evidence import MissingBlob
from criteria.http_exchange import Headers, HttpExchange, HttpResponse
from criteria.observation import Observation

EXCHANGES = frozenset({"http.exchange", "space.exchange"})
UNKNOWN = -1
MOST_FIELDS = 10_000
"""Query fields of one address that are told apart; a longer query stands in the address alone."""

Blobs = Callable[[str], bytes]
"""From the digest of stored bytes to the bytes; raises ``criteria.evidence.MissingBlob``."""


def har_of(entries: Iterable[tuple[Observation, Blobs]], creator: str = "probant") -> dict[str, Any]:
    """The archive of the HTTP exchanges among ``entries``; observations of other kinds are left out.

    ``creator`` is the engine's name and version. A body that is not there any more is left out and said so.
    """
    name, _, version = creator.partition(" ")
    told = [_entry(seen, blobs) for seen, blobs in entries if seen.kind in EXCHANGES]
    return {"log": {"version": "1.2", "creator": {"name": name, "version": version}, "entries": told}}


def _entry(seen: Observation, blobs: Blobs) -> dict[str, Any]:
    exchange = msgspec.convert(seen.data, HttpExchange)
    comment = " ".join(part for part in (seen.id, exchange.error, exchange.detail) if part)
    entry: dict[str, Any] = {
        "startedDateTime": _when(seen.at),
        "time": 0,
        "request": _request(exchange, _body(seen, "request_body", blobs)),
        "response": _response(exchange.response, _body(seen, "response_body", blobs)),
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        "comment": comment,
    }
    return {**entry, "serverIPAddress": exchange.peer} if exchange.peer else entry


def _request(exchange: HttpExchange, body: bytes | None) -> dict[str, Any]:
    request = exchange.request
    told: dict[str, Any] = {
        "method": request.method,
        "url": request.url,
        "httpVersion": exchange.response.version if exchange.response else "",
        "cookies": [],
        "headers": _pairs(request.headers),
        "queryString": _pairs(_query(request.url)),
        "headersSize": UNKNOWN,
        "bodySize": len(body or b""),
    }
    if body:
        told["postData"] = {
            "mimeType": _type_of(request.headers),
            "params": [],
            "text": body.decode("utf-8", "replace"),
        }
    return told


def _response(response: HttpResponse | None, body: bytes | None) -> dict[str, Any]:
    """The response; status 0 where none came, as browsers write it."""
    headers = response.headers if response else ()
    status = response.status if response else 0
    return {
        "status": status,
        "statusText": responses.get(status, ""),
        "httpVersion": response.version if response else "",
        "cookies": [],
        "headers": _pairs(headers),
        "content": _content(response, body),
        "redirectURL": _first(headers, "location"),
        "headersSize": UNKNOWN,
        "bodySize": response.wire_size if response else UNKNOWN,
    }


def _content(response: HttpResponse | None, body: bytes | None) -> dict[str, Any]:
    headers = response.headers if response else ()
    content: dict[str, Any] = {"size": response.size if response else 0, "mimeType": _type_of(headers)}
    if response and response.cut:
        content["comment"] = f"cut: {response.cut}"
    if body is None:
        return content
    try:
        return {**content, "text": body.decode()}
    except UnicodeDecodeError:
        return {**content, "text": base64.b64encode(body).decode(), "encoding": "base64"}


def _body(seen: Observation, name: str, blobs: Blobs) -> bytes | None:
    try:
        return blobs(seen.blobs[name]) if name in seen.blobs else None
    except MissingBlob:
        return None


def _pairs(fields: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in fields]


def _query(url: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(url).query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return []


def _type_of(headers: Headers) -> str:
    return _first(headers, "content-type") or "application/octet-stream"


def _first(headers: Headers, name: str) -> str:
    return next((value for field, value in headers if field.lower() == name), "")


def _when(at: str) -> str:
    """The recorded time, which is already what HAR wants; raises ``ValueError`` for anything else."""
    datetime.fromisoformat(at)
    return at
