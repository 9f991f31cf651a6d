"""The release that a site says it runs: in its HTML, its headers, a JSON document, or in words at the end of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from criteria.facts.dossier_words import plain
from criteria.facts.html.decoding import decode
from criteria.facts.html.extract import looks_like_html, page_of
from criteria.facts.html.tokens import Start, tokens
from criteria.facts.http.exchange import KIND, Exchange, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation
from criteria.yaml_data import load_yaml

MOST_JSON = 64 * 1024
_VERSION = re.compile(r"v?\s?[0-9]{1,9}(?:\.[0-9]{1,9}){0,4}(?:[-+ ][\w.+-]{0,60})?", re.IGNORECASE)


class ReleaseMark(msgspec.Struct, frozen=True, omit_defaults=True):
    """One mark. ``name`` says where it stands (a meta name, a header, a member); ``shown`` are words for people."""

    version: str
    how: Literal["meta", "header", "json", "shown"]
    name: str
    url: str
    environment: str = "production"


@cache
def marks() -> dict[str, Any]:
    """The content of ``reference/release_marks.yaml``."""
    return dict(load_yaml(files("criteria").joinpath("reference/release_marks.yaml").read_bytes()))


@extractor(ReleaseMark, kind=KIND, version=1)
def release_marks(seen: Observation, blob: Blob) -> Iterator[ReleaseMark]:
    """Every mark of a response that answered 200."""
    exchange = read_exchange(seen)
    if exchange.status != 200:
        return
    where = exchange.tags.get("environment", "production")
    body = blob(exchange.body) if exchange.body else b""
    for how, name, value in _found(exchange, body):
        version = value.strip()[:80]
        if _VERSION.fullmatch(version):
            yield ReleaseMark(version, how, name, exchange.url, where)


def _found(exchange: Exchange, body: bytes) -> Iterator[tuple[Literal["meta", "header", "json", "shown"], str, str]]:
    for name in marks()["headers"]:
        yield from (("header", name, value) for value in exchange.values(name))
    if body and looks_like_html(exchange, body):
        yield from (("meta", name, value) for name, value in _metas(body, exchange))
        yield from (("shown", "text", value) for value in _shown(exchange, body))
    elif exchange.media_type.endswith("json") and len(body) <= MOST_JSON:
        yield from (("json", name, value) for name, value in _members(body))


def _metas(body: bytes, exchange: Exchange) -> Iterator[tuple[str, str]]:
    for token in tokens(decode(body, exchange.value("content-type"))):
        if isinstance(token, Start) and token.name == "meta":
            name = token.attributes.get("name", "").strip().lower()
            if name in marks()["meta"]:
                yield name, token.attributes.get("content", "")


def _shown(exchange: Exchange, body: bytes) -> Iterator[str]:
    end = plain(page_of(exchange, body).text)[-int(marks()["shown_within"]) :]
    yield from (found[1] for found in re.finditer(marks()["shown"], end))


def _members(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        content = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    for name in marks()["members"]:
        value: Any = content
        for part in name.split("."):
            lower = {str(key).lower(): one for key, one in value.items()} if isinstance(value, dict) else {}
            value = lower.get(part)
        if isinstance(value, str):
            yield name, value
