"""What in a request names an object or a person: the identifiers of its path, its query and its body."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from harness.net import Answer
from harness.probes.exchange.step_request import FORM_TYPE, JSON_TYPE
from harness.probes.http.record import TOKEN_NAME

MOST_FIELDS = 200
MOST_DEPTH = 8
_OPAQUE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w\-]{8,200}\Z|[0-9a-fA-F]{8,}(?:-[0-9a-fA-F]{4,})+\Z", re.ASCII)
_NUMBER = re.compile(r"\d{1,18}\Z", re.ASCII)
_ID_NAME = re.compile(r"(?:^|[_.\-])(?:id|ids|uuid|ref|numero|number)$|[a-z](?:Id|ID|Uuid)$|^(?:id|uuid)", re.ASCII)
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}")


def named_by(answer: Answer) -> frozenset[str]:
    """Every value in the request of this answer that looks like an identifier."""
    return frozenset(value for name, value in fields_of(answer) if is_identifier(name, value))


def is_identifier(name: str, value: str) -> bool:
    """A long mixed token, or a number where numbers name things: a segment of the path (``""``), a field called id."""
    if TOKEN_NAME.search(name) or _DATED.match(value):
        return False
    return bool(_OPAQUE.match(value)) or bool(_NUMBER.match(value) and (not name or _ID_NAME.search(name)))


def fields_of(answer: Answer) -> Iterator[tuple[str, str]]:
    """Names and values of the request: segments of the path have no name."""
    parts = urlsplit(answer.url)
    yield from (("", unquote(segment)) for segment in parts.path.split("/") if segment)
    yield from parse_qsl(parts.query, max_num_fields=MOST_FIELDS)
    yield from body_fields(answer.request_body, content_type(answer))


def body_fields(body: bytes, kind: str) -> Iterator[tuple[str, str]]:
    """Names and values of a form or of the leaves of a JSON body; nothing of other bodies."""
    if kind == FORM_TYPE:
        yield from parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    elif kind == JSON_TYPE:
        yield from leaves(read_json(body))


def content_type(answer: Answer) -> str:
    """The media type of the request's body."""
    found = (value for name, value in answer.exchange.request.headers if name.lower() == "content-type")
    return next(found, "").partition(";")[0].strip().lower()


def read_json(body: bytes) -> Any:
    """The JSON value of a body; ``None`` for anything else."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def leaves(value: Any, name: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Texts and numbers in a JSON value, each with the name of its member."""
    if depth > MOST_DEPTH:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, str(key), depth + 1)
    elif isinstance(value, list):
        for inner in value[:MOST_FIELDS]:
            yield from leaves(inner, name, depth + 1)
    elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        yield name, str(value)


def shape_of(url: str) -> str:
    """The path with its identifiers left out, and the names of its query: alike for all objects of a kind."""
    parts = urlsplit(url)
    path = "/".join("{}" if is_identifier("", unquote(one)) else one for one in parts.path.split("/"))
    names = sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    return f"{parts.netloc}{path}?{'&'.join(names)}" if names else f"{parts.netloc}{path}"
