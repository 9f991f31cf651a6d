"""The candidate's own interface, as its OpenAPI document states it."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from criteria.facts.http.urls import resolve
from criteria.http_exchange import Headers
from harness.net import Ask
from harness.probes.exchange.placeholders import Unfilled, filled
from harness.probes.objects.naming import read_json
from harness.probes.person import Sitting

METHODS = ("get", "post", "put", "patch", "delete")
MOST_OPERATIONS = 100
STEPS = "api"
_PLACE = re.compile(r"\{([^{}/]{1,60})\}")


class Operation(msgspec.Struct, frozen=True):
    """One operation: ``places`` are the parameters in its path."""

    method: str
    path: str
    places: tuple[str, ...] = ()


def document(sitting: Sitting) -> dict[str, Any]:
    """The OpenAPI document that the manifest names; empty when there is none or it is no JSON object."""
    api = sitting.room.manifest.api
    if api is None:
        return {}
    answer = sitting.ask(Ask(method="GET", url=resolve(sitting.room.base_url + "/", api.openapi)))
    found = read_json(answer.body)
    return found if isinstance(found, dict) else {}


def operations(sitting: Sitting) -> list[Operation]:
    """Every operation of the document, whose paths lie under its first server (the app itself)."""
    paths = document(sitting).get("paths")
    found = [
        Operation(method.upper(), path, tuple(_PLACE.findall(path)))
        for path, item in (paths.items() if isinstance(paths, dict) else ())
        if isinstance(item, dict) and path.startswith("/") and not path.startswith("//")
        for method in METHODS
        if isinstance(item.get(method), dict)
    ]
    return found[:MOST_OPERATIONS]


def interface_headers(sitting: Sitting) -> Headers:
    """The header fields of a request to the interface, for this person; got by the declared steps once."""
    api = sitting.room.manifest.api
    if api is None:
        return ()
    if api.steps and not all(name in sitting.person.kept for step in api.steps for name in step.keep):
        sitting.walk(STEPS, api.steps)
    try:
        return tuple((name, filled(value, sitting.person.known)) for name, value in api.headers.items())
    except Unfilled:
        return ()
