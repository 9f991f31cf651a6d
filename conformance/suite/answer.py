"""What a space answered, read and bounded: whatever it sends, reading it never raises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer. ``headers`` have lower-case names; ``seen`` is the id of its recorded exchange.

    ``cut`` tells that the body was longer than what is read of it.
    """

    method: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    seen: str
    cut: bool = False

    @property
    def name(self) -> str:
        """The exchange in a few words: ``GET /fhir/metadata``."""
        return f"{self.method} {urlsplit(self.url).path}"

    @property
    def json(self) -> Any:
        """The JSON value of the body, or ``None``. Numbers with a fraction are ``decimal.Decimal``."""
        try:
            return json.loads(self.body, parse_float=Decimal)
        except (ValueError, RecursionError):
            return None

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def location(self) -> str:
        """Where the answer redirects to, or an empty text."""
        return self.headers.get("location", "") if 300 <= self.status < 400 else ""

    def member(self, *path: str | int) -> Any:
        """The member of the JSON body at ``path``, or ``None`` where there is none."""
        return at(self.json, *path)


def at(value: Any, *path: str | int) -> Any:
    """The member of a JSON value at ``path``, or ``None`` where there is none."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and -len(value) <= step < len(value) else None
    return value


def query_of(url: str) -> dict[str, str]:
    """The parameters of an address, the first value of each; empty when they cannot be read."""
    try:
        return dict(reversed(parse_qsl(urlsplit(url).query, keep_blank_values=True, max_num_fields=200)))
    except ValueError:
        return {}
