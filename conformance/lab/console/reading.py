"""What the rules read in an exchange. A candidate may have sent anything: what cannot be read is empty."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import msgspec

from conformance.lab.journal import Answer, Exchange

MOST_FIELDS = 60
LARGEST = 512 * 1024


def form(exchange: Exchange) -> dict[str, str]:
    """The fields of a form that was sent."""
    if len(exchange.request_body) > LARGEST:
        return {}
    try:
        return dict(parse_qsl(exchange.request_body.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def bearer(exchange: Exchange) -> str:
    """The access token of a call."""
    sent = next((value for name, value in exchange.request_headers if name.lower() == "authorization"), "")
    return sent.rpartition(" ")[2]


def right_answer(exchange: Exchange) -> Answer:
    """The space's own answer."""
    return exchange.right or exchange.answer


def answered_code(exchange: Exchange) -> str:
    """The code of an authorization response."""
    found = parse_qs(urlsplit(right_answer(exchange).header("location")).query).get("code", [])
    return found[0] if found else ""


def answered(exchange: Exchange) -> dict[str, Any]:
    """A JSON answer of the space's own."""
    return _object(right_answer(exchange).body)


def access_token(exchange: Exchange) -> str:
    """The access token of a token response."""
    return str(answered(exchange).get("access_token", ""))


def identifiers(exchange: Exchange) -> frozenset[str]:
    """The identifiers of the Observations of a transaction."""
    entries = _object(exchange.request_body).get("entry")
    found = []
    for entry in entries if isinstance(entries, list) else ():
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict) and resource.get("resourceType") == "Observation":
            found.append(msgspec.json.encode(resource.get("identifier"), order="sorted").decode())
    return frozenset(found)


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(body) if len(body) <= LARGEST else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
