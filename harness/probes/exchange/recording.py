"""Exchanges at the space as observations."""

from __future__ import annotations

from joserfc.jwk import JWKRegistry

from conformance.lab.journal import Exchange
from conformance.lab.lab import Lab
from criteria.http_exchange import HttpExchange, HttpRequest, HttpResponse
from harness.probing import ProbeRoom


def know_keys(room: ProbeRoom, lab: Lab) -> None:
    """Let redaction tell by which of the space's keys a token is signed; rotated ones are new to it."""
    for key in lab.space.signing_keys.public()["keys"]:
        name = f"space:{key['kid']}"
        if name not in room.redactor.keys:
            room.redactor.keys[name] = JWKRegistry.import_key(key)


def record(room: ProbeRoom, seen: Exchange, tags: dict[str, str]) -> None:
    """One exchange at the space as an observation of kind ``space.exchange``."""
    exchange = HttpExchange(
        request=HttpRequest(method=seen.method, url=seen.url, headers=seen.request_headers),
        response=HttpResponse(status=seen.answer.status, headers=seen.answer.headers, size=len(seen.answer.body)),
        context=seen.person,
        purpose=seen.operation,
        tags={**tags, **_told(seen)},
    )
    right = seen.right.body if seen.right else b""
    blobs = {"request_body": seen.request_body, "response_body": seen.answer.body, "right_body": right}
    kept = {name: raw for name, raw in blobs.items() if raw}
    room.observe(kind="space.exchange", data=exchange, blobs=kept, target=seen.operation, at=seen.at, mono=seen.mono_ns)


def _told(seen: Exchange) -> dict[str, str]:
    """How the answer stands to the space's own one; ``right_status`` is 0 where the space was not asked."""
    told = {"client": seen.client, "altered": "yes" if seen.altered else ""}
    if seen.altered:
        told["right_status"] = str(seen.right.status if seen.right else 0)
    return told | ({"cut": "yes"} if seen.answer.cut else {})
