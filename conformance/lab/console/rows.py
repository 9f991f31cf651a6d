"""A request or an answer as a bounded list of named values: what a person can read, and compare line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from conformance.lab.console.tokens import SECRETS, decoded, scrubbed, shortened
from conformance.lab.journal import Answer, Exchange, Headers

MOST_ROWS = 80
LONGEST = 240
DEEPEST = 12
LARGEST_BODY = 512 * 1024
_ASKED_HEADERS = frozenset(("authorization", "id-token", "content-type", "dpop"))
_TOLD_HEADERS = frozenset(("location", "content-type", "www-authenticate", "retry-after"))
Rows = dict[str, str]


def asked(exchange: Exchange) -> Rows:
    """What a request said: headers that matter, parameters, body."""
    return _bounded((*_headers(exchange.request_headers, _ASKED_HEADERS), *_query(exchange.url), *_sent(exchange)))


def told(answer: Answer) -> Rows:
    """What an answer said: status, headers that matter, body."""
    kind = answer.header("content-type")
    body = _body(answer.body, kind) if answer.body else iter(())
    cut = (("cut", f"{len(answer.body)}"),) if answer.cut else ()
    return _bounded((("status", str(answer.status)), *_headers(answer.headers, _TOLD_HEADERS), *body, *cut))


def path_of(exchange: Exchange) -> str:
    """The path that was asked, bounded; its parameters are rows."""
    return _clipped(urlsplit(exchange.url).path)


def _bounded(rows: Iterable[tuple[str, str]]) -> Rows:
    found: Rows = {}
    for name, value in islice(rows, MOST_ROWS):
        free = name if name not in found else f"{name} ({sum(one.startswith(name) for one in found) + 1})"
        found[free] = value
    if len(found) == MOST_ROWS:
        found["…"] = "…"
    return found


def _headers(headers: Headers, wanted: frozenset[str]) -> Iterator[tuple[str, str]]:
    for name, value in headers:
        low = name.lower()
        if low == "location":
            yield low, _clipped(value.partition("?")[0])
            yield from _query(value, "location ")
        elif low in wanted:
            yield from _value(low, value)


def _query(url: str, prefix: str = "") -> Iterator[tuple[str, str]]:
    yield from _form(urlsplit(url).query, prefix)


def _form(text: str, prefix: str = "") -> Iterator[tuple[str, str]]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_ROWS)
    except ValueError:
        pairs = [("?", text)]
    for name, value in pairs:
        yield from _value(prefix + _clipped(name), value)


def _sent(exchange: Exchange) -> Iterator[tuple[str, str]]:
    if exchange.request_body:
        kind = next((value for name, value in exchange.request_headers if name.lower() == "content-type"), "")
        yield from _body(exchange.request_body, kind)


def _body(body: bytes, kind: str) -> Iterator[tuple[str, str]]:
    if len(body) <= LARGEST_BODY and "json" in kind:
        try:
            yield from _flat("", msgspec.json.decode(body), 0)
            return
        except (ValueError, RecursionError):
            pass  # cut, or no JSON: shown as text
    text = body[: LONGEST * 8].decode("utf-8", "replace")
    if "x-www-form-urlencoded" in kind:
        yield from _form(body[:LARGEST_BODY].decode("utf-8", "replace"))
    else:
        yield f"body ({len(body)})", _clipped(scrubbed(text))


def _flat(name: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    """JSON as names with dots and their values."""
    if depth < DEEPEST and isinstance(value, Mapping) and value:
        for key, held in value.items():
            yield from _flat(f"{name}.{_clipped(str(key), 60)}" if name else _clipped(str(key), 60), held, depth + 1)
    elif depth < DEEPEST and isinstance(value, list) and value:
        for number, held in enumerate(value):
            yield from _flat(f"{name}[{number}]", held, depth + 1)
    elif isinstance(value, str):
        yield from _value(name, value)
    else:
        yield name, _clipped(msgspec.json.encode(value).decode())


def _value(name: str, value: str) -> Iterator[tuple[str, str]]:
    """One value: a JWT by its claims, another secret by its end, anything else as it is, bounded."""
    token = decoded(value.rpartition(" ")[2])
    if token is not None:
        header, claims, digest = token
        yield from ((f"{name} · {key}", _plain(held)) for key, held in header.items())
        yield from ((f"{name} · {key}", _plain(held)) for key, held in claims.items())
        yield f"{name} · signature", digest or "∅"
    elif name.lower().rpartition(" ")[2].rpartition(".")[2] in SECRETS:
        yield name, shortened(value)
    else:
        yield name, _clipped(scrubbed(value))


def _plain(value: object) -> str:
    return _clipped(value if isinstance(value, str) else msgspec.json.encode(value).decode())


def _clipped(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)})"
