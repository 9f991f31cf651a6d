"""What a server gives away: answers to pinned addresses, and to TRACE."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from criteria.facts.http.exchange import KIND, Exchange, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation
from criteria.yaml_data import load_yaml

MAX_LOOKED_AT = 64 * 1024
PathKind = Literal["vcs", "environment", "config", "backup", "debug", "listing", "api_docs"]


class PinnedPath(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the pinned list: the address, and the bytes that prove an answer to be the real thing."""

    id: str
    path: str
    kind: PathKind
    signature: str
    remark: bool = False


class Malformed(msgspec.Struct, frozen=True, kw_only=True):
    """One malformed value, percent-encoded as it goes into a query."""

    id: str
    value: str


class ExposedList(msgspec.Struct, frozen=True, kw_only=True):
    """``criteria/reference/exposed_paths.yaml``."""

    version: str
    paths: tuple[PinnedPath, ...]
    malformed: tuple[Malformed, ...]
    endpoints: tuple[str, ...]


class Exposed(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one pinned address, or to TRACE (``id`` ``trace``). ``confirmed``: a 2xx with its signature."""

    id: str
    kind: PathKind | Literal["trace"]
    url: str
    status: int
    confirmed: bool
    remark: bool = False
    error: str = ""


@cache
def exposed_list() -> ExposedList:
    """The pinned list."""
    raw = load_yaml(files("criteria").joinpath("reference/exposed_paths.yaml").read_bytes())
    return msgspec.convert(raw, ExposedList)


def confirms(path_id: str, body: bytes) -> bool:
    """Whether this body carries the signature of the pinned address ``path_id``."""
    text = body[:MAX_LOOKED_AT].decode("latin-1")
    return any(known.id == path_id and _search(known.signature, text) for known in exposed_list().paths)


@extractor(Exposed, kind=KIND, version=1)
def exposures(seen: Observation, blob: Blob) -> Iterator[Exposed]:
    """One ``Exposed`` for each exchange of purpose ``exposed`` that asked a pinned address or TRACE."""
    exchange = read_exchange(seen)
    name = exchange.tags.get("path_id", "")
    body = _text(exchange, blob)
    sound = 200 <= exchange.status < 300
    if name == "trace":
        echoed = sound and exchange.tags.get("marker", "?") in body
        yield Exposed(
            id=name, kind="trace", url=exchange.url, status=exchange.status, confirmed=echoed, error=exchange.error
        )
    for known in exposed_list().paths:
        if known.id == name:
            yield Exposed(
                id=name,
                kind=known.kind,
                url=exchange.url,
                status=exchange.status,
                confirmed=sound and _search(known.signature, body) is not None,
                remark=known.remark,
                error=exchange.error,
            )


def _text(exchange: Exchange, blob: Blob) -> str:
    return blob(exchange.body)[:MAX_LOOKED_AT].decode("latin-1") if exchange.body else ""


def _search(signature: str, body: str) -> re.Match[str] | None:
    return re.compile(signature, re.MULTILINE).search(body)
