"""``hostile.interface``: generated and hostile requests for every operation of the candidate's OpenAPI document.

Schemathesis generates, from the document, requests that keep to it and requests that do not; the seed is fixed and no
example is kept, so that two audits send the same. Each goes through the safe client. Then a marker is put into each
text of a body, and what only reads is driven as other parameters are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from criteria.facts.http.urls import resolve
from criteria.facts.injections import SUMMARY_KIND, DriveSummary
from criteria.http_exchange import Headers
from criteria.observation import Look
from harness.net import Ask
from harness.probes.hostile.disposable import disposable
from harness.probes.hostile.driving import Driver, marker_name, marker_value
from harness.probes.hostile.generated import GeneratedCase, generated
from harness.probes.hostile.readable import in_address
from harness.probes.http.record import record
from harness.probes.objects.corpus import identifiers
from harness.probes.objects.interface import document, interface_headers
from harness.probes.person import Sitting
from harness.probing import ProbeRoom

PURPOSE = "interface"
MOST_OPERATIONS = 40


def run(look: Look, room: ProbeRoom) -> None:
    """Drive the interface; without a declared one that is what is recorded.

    Raises ``LookFailed`` when nobody can sign up or in.
    """
    parameters: list[str] = []
    if room.manifest.api is not None:
        sitting = disposable(room, PURPOSE)
        for journey in ("enter_measure",):
            if room.journeys.get(journey):
                sitting.walk(journey)
        parameters = _driven(room, sitting)
    room.observe(
        kind=SUMMARY_KIND, data=DriveSummary(purpose=PURPOSE, parameters=tuple(parameters)), target=look.target
    )


def _driven(room: ProbeRoom, sitting: Sitting) -> list[str]:
    described = document(sitting)
    headers = interface_headers(sitting)
    cases = list(generated(described))
    for case in cases:
        ask = _ask(room, case, headers, {})
        _send(room, sitting, ask, parameter=case.operation, role="generated")
    known = identifiers(sitting.heard)
    found: list[str] = []
    driver = Driver(room, sitting, PURPOSE)
    for case in _one_of_each(cases):
        places = {name: known[0] for name in case.path_parameters if known}
        ask = _ask(room, case, headers, places)
        if case.method == "GET":
            for one in in_address(ask.url, headers):
                driver.mark(one)
                driver.compare(one)
                found.append(one.id)
        else:
            found.extend(_marked_bodies(room, sitting, case, headers, places))
    return list(dict.fromkeys(found))


def _marked_bodies(
    room: ProbeRoom, sitting: Sitting, case: GeneratedCase, headers: Headers, places: dict[str, str]
) -> Iterator[str]:
    for name in case.body if isinstance(case.body, dict) else ():
        mark = marker_name()
        body = {**case.body, name: f"essai{marker_value(mark)}"}
        parameter = f"{case.operation} {name}"
        ask = _ask(room, msgspec.structs.replace(case, body=body), headers, places)
        _send(room, sitting, ask, parameter=parameter, role="marker", marker=mark)
        yield parameter


def _one_of_each(cases: list[GeneratedCase]) -> list[GeneratedCase]:
    """For each operation the sound case that says most."""
    best: dict[str, GeneratedCase] = {}
    for case in cases:
        known = best.get(case.operation)
        if case.sound and (known is None or case.size > known.size):
            best[case.operation] = case
    return list(best.values())[:MOST_OPERATIONS]


def _ask(room: ProbeRoom, case: GeneratedCase, headers: Headers, places: dict[str, str]) -> Ask:
    path = case.path
    for name, value in {**case.path_parameters, **places}.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe="") or "%20")
    query = urlencode({name: _text(value) for name, value in case.query.items()})
    url = resolve(room.base_url + "/", path) + (f"?{query}" if query else "")
    kind = (("Content-Type", "application/json"),) if case.body is not None else ()
    body = msgspec.json.encode(case.body) if case.body is not None else b""
    return Ask(method=case.method, url=url, headers=(*headers, *kind), body=body)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _send(room: ProbeRoom, sitting: Sitting, ask: Ask, **tags: str) -> None:
    ready = msgspec.structs.replace(ask, labels=sitting.labels(tags), verify=room.verify)
    answer = room.http.send(ready)
    record(room, answer)
    sitting.heard.append(answer)
