"""Bodies of writes at the health space as they were sent, for rules that read more of them than their measures."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from criteria.facts.registry import Blob, extractor
from criteria.http_exchange import HttpExchange
from criteria.observation import Observation

LONGEST = 1_000_000
"""Bytes of one body that are kept."""


class WrittenBody(msgspec.Struct, frozen=True, kw_only=True):
    """One body of ``POST /fhir``. ``raw`` holds its first ``LONGEST`` bytes, ``whole`` whether these are all.

    ``right_status`` is what the space itself said (0: it was not asked), ``altered`` whether the client was told
    something else.
    """

    scenario: str
    phase: str
    run: str
    right_status: int
    altered: bool
    raw: bytes
    whole: bool


@extractor(WrittenBody, kind="space.exchange", version=1)
def written_body(seen: Observation, blob: Blob) -> Iterable[WrittenBody]:
    """Read one write."""
    exchange = msgspec.convert(seen.data, HttpExchange)
    if exchange.purpose != "write":
        return
    raw = blob(seen.blobs["request_body"]) if "request_body" in seen.blobs else b""
    right, told = exchange.tags.get("right_status", ""), exchange.response.status if exchange.response else 0
    yield WrittenBody(
        scenario=exchange.tags.get("scenario", ""),
        phase=exchange.tags.get("phase", ""),
        run=exchange.tags.get("run", ""),
        right_status=int(right) if right.isdecimal() and len(right) < 6 else told,
        altered=exchange.tags.get("altered") == "yes",
        raw=raw[:LONGEST],
        whole=len(raw) <= LONGEST,
    )
