"""Finds what a failing server says of itself in a body (``reference/stack_traces.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

import msgspec

from criteria.facts.html.tokens import unescape
from criteria.yaml_data import load_yaml

MAX_TEXT = 128 * 1024
TechnicalKind = Literal["stack_trace", "sql", "debug_page"]
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?pre|/?tr|/?h\d)\b[^<>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,600}>")
_JSON_ESCAPE = re.compile(r'\\(?:[nrt"/\\]|u[0-9a-fA-F]{4})')
_ESCAPES = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\/": "/", "\\\\": "\\"}


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, dict=True):
    """One way of talking. ``certain``: nobody but the running framework writes it."""

    id: str
    kind: TechnicalKind
    reads: Literal["plain", "raw"]
    pattern: str
    certain: bool = False

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, compiled once."""
        return re.compile(self.pattern, re.MULTILINE)


class SignatureList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reference data as the YAML file states them."""

    version: str
    source: str
    signatures: tuple[Signature, ...]


@cache
def signature_list() -> SignatureList:
    """The list, read once; raises ``msgspec.ValidationError`` when the file breaks its shape."""
    raw = files("criteria").joinpath("reference/stack_traces.yaml").read_bytes()
    return msgspec.convert(load_yaml(raw), SignatureList)


def technical_errors(body: str, markup: bool) -> Iterator[tuple[Signature, str]]:
    """Each signature that matches, with the text it matched. ``markup``: the body is HTML."""
    raw = body[:MAX_TEXT].replace("\r\n", "\n")
    texts = {"raw": raw, "plain": plain(raw, markup)}
    for known in signature_list().signatures:
        found = known.compiled.search(texts[known.reads])
        if found is not None:
            yield known, " ".join(found[0].split())[:200]


def plain(raw: str, markup: bool) -> str:
    """The text as a reader sees it: without tags in HTML, without escapes in a JSON string."""
    if markup:
        text = unescape(_TAG.sub("", _BREAK.sub("\n", raw)))
    else:
        text = _JSON_ESCAPE.sub(_escaped, raw) if raw.lstrip()[:1] in ("{", "[", '"') else raw
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\r\n", "\n")


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or chr(int(found[0][2:], 16))
