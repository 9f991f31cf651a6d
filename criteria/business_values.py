"""What a reviewer must see of the answer to a business call: how much it held, what it refused, where it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from criteria.text import tamed

MOST_ISSUES = 3


def business_values(body: bytes) -> dict[str, str]:
    """The entries and the next page of a Bundle, the texts of an OperationOutcome (FHIR R4); empty for other bytes."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return {}
    return {name: tamed(value) for name, value in _values(found)} if isinstance(found, dict) else {}


def _values(found: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if "resourceType" in found:
        yield "resourceType", found["resourceType"]
    if isinstance(found.get("entry"), list):
        yield "entries", len(found["entry"])
    for link in _dicts(found.get("link")):
        if link.get("relation") == "next":
            yield "next", link.get("url", "")
    texts = [str(issue.get("diagnostics") or issue.get("code") or "") for issue in _dicts(found.get("issue"))]
    if texts:
        yield "issue", "; ".join(texts[:MOST_ISSUES])


def _dicts(found: object) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
