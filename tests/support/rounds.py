"""Rounds of business calls in a few lines of memory, as the exchange looks record them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from criteria.http_exchange import HttpExchange, HttpRequest, HttpResponse
from tests.support.evidence import MemoryEvidence, Sight, sight
from tests.support.pairings import SPACE

Tags = dict[str, str]
BEFORE: Tags = {"scenario": "right", "phase": "before", "run": "0"}
VALUES = (120, 80)
PAGES = {
    "enter_measure": "<h1>Mesures</h1><p>Ajoutée</p>",
    "share_measure": "<h1>Mesures</h1><p>Mesure envoyée</p>",
    "sync_space": "<h1>Mesures</h1><p>Synchronisé</p>",
    "disconnect_space": "<h1>Espace</h1><p>Dissocié</p>",
}
FORM = "<h1>Mesures</h1><form>Partager</form>"
REFUSED = "<h1>Mesures</h1><p>Refusé par l’espace : transmission arrêtée</p>"


def tags_of(scenario: str, run: int, phase: str = "fault") -> Tags:
    """What everything of one round bears."""
    return {"scenario": scenario, "phase": phase, "run": str(run)}


def observation(values: Iterable[float] = VALUES, *, status: str = "final", note: str = "", number: str = "1") -> bytes:
    """One measure in JSON."""
    held = {
        "resourceType": "Observation",
        "identifier": [{"value": number}],
        "status": status,
        "code": {"coding": [{"code": "85354-9"}]},
        "component": [{"valueQuantity": {"value": one}} for one in values],
        "note": [{"text": note}] if note else [],
    }
    return msgspec.json.encode(held)


def write(
    tags: Tags,
    *,
    stored: str = "1",
    status: int = 200,
    altered: bool = False,
    retry_after: str = "",
    trigger: str = "share_measure",
    number: str = "1",
    sent: bytes = b"",
) -> Sight:
    """A write; ``stored`` is where the space put it (empty: nowhere), ``status`` what the client was told."""
    right = f'{{"entry":[{{"response":{{"status":"201","location":"Observation/{stored}/_history/1"}}}}]}}'.encode()
    body = sent or b'{"entry":[{"resource":' + observation(number=number) + b"}]}"
    held = {"right_status": "200" if stored else "0"} if altered else {}
    blobs = {"request_body": body, **({"right_body" if altered else "response_body": right} if stored else {})}
    headers = (("Retry-After", retry_after),) if retry_after else ()
    said = {**tags, "trigger": trigger, **held}
    return _call("write", "POST", f"{SPACE}/fhir", status, said, blobs, altered, headers)


def read(
    tags: Tags,
    *measures: bytes,
    status: int = 200,
    altered: bool = False,
    trigger: str = "read_measures",
    retry_after: str = "",
) -> Sight:
    """A search and the measures that the client was given."""
    entries = b",".join(b'{"resource":' + one + b"}" for one in measures)
    blobs = {"response_body": b'{"entry":[' + entries + b"]}"}
    url = f"{SPACE}/fhir/Observation?code=85354-9"
    headers = (("Retry-After", retry_after),) if retry_after else ()
    return _call("read", "GET", url, status, {**tags, "trigger": trigger}, blobs, altered, headers)


def at_space(
    operation: str, tags: Tags, *, form: str = "", status: int = 200, altered: bool = False, retry_after: str = ""
) -> Sight:
    """Any other exchange at the space: ``revoke``, ``token``, ``foreign``."""
    blobs = {"request_body": form.encode()} if form else {}
    headers = (("Retry-After", retry_after),) if retry_after else ()
    return _call(operation, "POST", f"{SPACE}/oauth/{operation}", status, tags, blobs, altered, headers)


def shown(
    tags: Tags, trigger: str, page: str = "", *, kind: str = "text/html; charset=utf-8", status: int = 200
) -> Sight:
    """What the person saw, by default the page of success."""
    answer = HttpResponse(status=status, headers=(("content-type", kind),))
    request = HttpRequest(method="GET", url="https://app.example.fr/mesures")
    seen = HttpExchange(request=request, response=answer, purpose="exchange", tags={**tags, "trigger": trigger})
    return sight("http.exchange", seen, {"response_body": (page or PAGES[trigger]).encode()})


def walked(tags: Tags, trigger: str, outcome: str = "done") -> Sight:
    """A journey that the person walked."""
    return sight("exchange.trigger", {**tags, "trigger": trigger, "outcome": outcome})


def listed(*rows: str) -> str:
    """The page of measures read."""
    return "<h1>Mesures lues</h1>" + "".join(f"<p>{row}</p>" for row in rows)


def journey(tags: Tags, trigger: str, *calls: Sight, page: str = "", form: bool = False) -> list[Sight]:
    """One journey: its form, the calls that it causes, its last page, its end."""
    opened = [shown(tags, trigger, FORM)] if form else []
    return [*opened, *calls, shown(tags, trigger, page), walked(tags, trigger)]


def right_round(tags: Tags, values: Iterable[float] = (119, 79)) -> list[Sight]:
    """A round in which nothing is altered; ``values`` are those of its measure."""
    number = f"right-{tags['scenario']}"
    sent = b'{"entry":[{"resource":' + observation(values) + b"}]}"
    return [
        *journey(tags, "enter_measure"),
        *journey(tags, "share_measure", write(tags, stored=number, sent=sent), form=True),
        *journey(tags, "sync_space"),
        *journey(tags, "read_measures", read(tags, observation((121, 81))), page=listed("121 / 81 mmHg")),
    ]


def spaced(evidence: MemoryEvidence, seconds: float) -> MemoryEvidence:
    """The same evidence with so many seconds between one observation and the next."""
    apart = int(seconds * 1_000_000_000)
    slow = [msgspec.structs.replace(one, mono_ns=one.mono_ns * apart) for one in evidence.observations]
    return msgspec.structs.replace(evidence, observations=tuple(slow))


def _call(
    operation: str,
    method: str,
    url: str,
    status: int,
    tags: Tags,
    blobs: dict[str, bytes],
    altered: bool,
    headers: tuple[tuple[str, str], ...] = (),
) -> Sight:
    sent = (("content-type", "application/x-www-form-urlencoded"),) if operation == "token" else ()
    seen = HttpExchange(
        request=HttpRequest(method=method, url=url, headers=sent),
        response=HttpResponse(status=status, headers=headers),
        purpose=operation,
        tags={"client": "app", **({"altered": "yes"} if altered else {}), **tags},
    )
    return sight("space.exchange", seen, blobs)
