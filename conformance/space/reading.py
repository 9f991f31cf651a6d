"""Reading what strangers send: bounded in size, depth and shape, before anything else looks at it."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from conformance.contract.errors import Issue, issue

FHIR_TYPES = ("application/fhir+json", "application/json")
FORM_TYPE = "application/x-www-form-urlencoded"
_MAX_FIELDS = 64
# FHIR R4 datatypes, string: no character below U+0020 but tab, carriage return and line feed. A lone surrogate is no
# character at all (RFC 8259, section 8.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class RefusedBody(Exception):
    """A body that the space will not read; ``issue`` says why, with its HTTP status."""

    def __init__(self, why: Issue) -> None:
        super().__init__(why.diagnostics)
        self.issue = why


async def read_body(request: Request, types: tuple[str, ...], limit: int) -> bytes:
    """Return the whole body. Raises ``RefusedBody`` on another media type, or more than ``limit`` bytes."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in types:
        raise RefusedBody(issue("media_type", type=types[0]))
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise RefusedBody(issue("body_too_large", limit=str(limit)))
    return bytes(body)


def parse_fhir(body: bytes, max_depth: int) -> Any:
    """Return the JSON value of a FHIR body; decimals keep their precision. Raises ``RefusedBody``."""
    try:
        value = json.loads(
            body.decode("utf-8"),
            parse_float=_decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
        _check_tree(value, max_depth)
    except RecursionError as error:
        raise RefusedBody(issue("json_too_deep", limit=str(max_depth))) from error
    except ValueError as error:
        raise RefusedBody(issue("json_invalid")) from error
    return value


def parse_fields(raw: bytes | str) -> list[tuple[str, str]]:
    """Return the fields of a query or form (at most 64). Raises ``ValueError`` when it cannot be read as UTF-8."""
    text = raw.decode("ascii") if isinstance(raw, bytes) else raw
    fields = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    if any(_FORBIDDEN.search(part) for pair in fields for part in pair):
        raise ValueError("a field holds a control character")
    return fields


def _decimal(text: str) -> Decimal:
    if not math.isfinite(float(text)):
        raise ValueError("a number beyond the range of a double")
    return Decimal(text)


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is not JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key is repeated")
    return made


def _check_tree(value: Any, max_depth: int) -> None:
    waiting = [(value, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > max_depth:
            raise RefusedBody(issue("json_too_deep", limit=str(max_depth)))
        if isinstance(node, str) and _FORBIDDEN.search(node):
            raise ValueError("a string holds a forbidden character")
        if isinstance(node, dict):
            waiting.extend((key, depth) for key in node)
            waiting.extend((child, depth + 1) for child in node.values())
        elif isinstance(node, list):
            waiting.extend((child, depth + 1) for child in node)
