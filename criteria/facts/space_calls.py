"""Business calls at the health space: measures written and read, what the space did, and what the client was told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from criteria.facts import fhir_bodies
from criteria.facts.fhir_bodies import Measure
from criteria.facts.registry import Blob, extractor
from criteria.facts.space import MOST_FIELDS, reference
from criteria.http_exchange import HttpExchange
from criteria.observation import Observation


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """What every business call has. ``scenario``, ``phase``, ``run``: what was being played; ``trigger``: the journey
    that the person last began (empty: none). ``status`` is what the client was told, 0 when it was told nothing;
    ``altered`` whether the lab changed or made that answer, ``cut`` whether it broke off. ``right_status`` is what the
    space itself said, 0 when the lab did not ask it. ``retry_after`` are the seconds that the client was asked to wait.
    ``bearer`` is the reference of the access token. ``mono_ns`` is the instrument's monotonic clock.
    """

    scenario: str = ""
    phase: str = ""
    run: str = ""
    trigger: str = ""
    status: int = 0
    altered: bool = False
    cut: bool = False
    right_status: int = 0
    retry_after: float = 0.0
    bearer: str = ""
    person: str = ""
    diagnostics: str = ""
    mono_ns: int = 0


class MeasureWrite(Called, frozen=True, kw_only=True):
    """One ``POST /fhir``. ``measures`` are those sent, ``stored`` where the space put them (``Observation/ID``).

    ``told`` are the statuses of the entries that the client was told (``201 Created``).
    """

    measures: tuple[Measure, ...] = ()
    stored: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


class MeasureRead(Called, frozen=True, kw_only=True):
    """One ``GET /fhir/Observation``. ``subject`` is the one asked for; ``measures`` those that the client was given.

    ``host`` is ``foreign`` when the call went to the server of somebody else. ``next`` is the link to a further page.
    """

    url: str = ""
    subject: str = ""
    code: str = ""
    measures: tuple[Measure, ...] = ()
    next: str = ""


@extractor(MeasureWrite, kind="space.exchange", version=2)
def measure_write(seen: Observation, blob: Blob) -> Iterable[MeasureWrite]:
    """Read one write."""
    exchange = msgspec.convert(seen.data, HttpExchange)
    if exchange.purpose != "write":
        return
    told, right = _bodies(seen, blob)
    statuses = (one.get("response") for one in fhir_bodies.entries(told))
    yield MeasureWrite(
        **_called(seen, exchange, told),
        measures=fhir_bodies.measures(fhir_bodies.bundle(_blob(seen, blob, "request_body"))),
        stored=fhir_bodies.created(right) if _right_status(exchange) == 200 else (),
        told=tuple(str(one.get("status", "")) for one in statuses if isinstance(one, dict)),
    )


@extractor(MeasureRead, kind="space.exchange", version=2)
def measure_read(seen: Observation, blob: Blob) -> Iterable[MeasureRead]:
    """Read one search."""
    exchange = msgspec.convert(seen.data, HttpExchange)
    if exchange.purpose != "read":
        return
    told, _right = _bodies(seen, blob)
    asked = dict(parse_qsl(urlsplit(exchange.request.url).query[:100_000])[:MOST_FIELDS])
    yield MeasureRead(
        **_called(seen, exchange, told),
        url=exchange.request.url,
        subject=asked.get("subject.identifier", ""),
        code=asked.get("code", ""),
        measures=fhir_bodies.measures(told),
        next=next(iter(fhir_bodies.links(told, "next")), ""),
    )


def _bodies(seen: Observation, blob: Blob) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the client was told, and what the space itself said."""
    told = fhir_bodies.bundle(_blob(seen, blob, "response_body"))
    right = fhir_bodies.bundle(_blob(seen, blob, "right_body")) if "right_body" in seen.blobs else told
    return told, right


def _called(seen: Observation, exchange: HttpExchange, told: dict[str, Any]) -> dict[str, Any]:
    tags, response = exchange.tags, exchange.response
    headers = {name.lower(): value for name, value in (response.headers if response else ())}
    sent = {name.lower(): value for name, value in exchange.request.headers}
    asked = headers.get("retry-after", "")
    issues = told.get("issue")
    first = issues[0] if isinstance(issues, list) and issues and isinstance(issues[0], dict) else {}
    return {
        "scenario": tags.get("scenario", ""),
        "phase": tags.get("phase", ""),
        "run": tags.get("run", ""),
        "trigger": tags.get("trigger", ""),
        "status": response.status if response else 0,
        "altered": tags.get("altered") == "yes",
        "cut": tags.get("cut") == "yes",
        "right_status": _right_status(exchange),
        "retry_after": float(asked) if asked.isdecimal() and len(asked) < 6 else 0.0,
        "bearer": reference(sent.get("authorization", "")),
        "person": exchange.context,
        "diagnostics": str(first.get("diagnostics", ""))[: fhir_bodies.MOST],
        "mono_ns": seen.mono_ns,
    }


def _right_status(exchange: HttpExchange) -> int:
    """What the space itself answered: said apart only where the lab changed it."""
    told = exchange.response.status if exchange.response else 0
    right = exchange.tags.get("right_status", "")
    return int(right) if right.isdecimal() else told


def _blob(seen: Observation, blob: Blob, name: str) -> bytes:
    return blob(seen.blobs[name]) if name in seen.blobs else b""
