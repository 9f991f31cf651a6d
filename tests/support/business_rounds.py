"""Business calls at the space and the pages shown, in right rounds and in faults, as the ``exchange`` looks record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from criteria.http_exchange import HttpExchange, HttpRequest, HttpResponse
from criteria.observation import Secret, Subject
from tests.conformance.samples import ASSIGNING_AUTHORITY, OID, bundle, observation
from tests.support.evidence import Looked, MemoryEvidence, Sight, bundle_of, exchange, looked, sight
from tests.support.pairings import CLIENT, PAIRING_CANDIDATE, PAIRING_CONTROL, SPACE, token

ME, OTHER = "idpe-1", "idpe-2"
EDITED = msgspec.structs.replace(CLIENT, oid=OID, edition="mes-1.5.2")
Tags = dict[str, str]
Rounds = Mapping[str, Sequence[Sight]]


def body(idpe: str = ME, **changed: Any) -> bytes:
    """A right write of one weight; a member changed to ``None`` is left out."""
    made = {**observation("body_weight", idpe=idpe), **changed}
    return json.dumps(bundle({name: held for name, held in made.items() if held is not None})).encode()


def given(*values: float, idpe: str = ME) -> bytes:
    """A searchset of one measure for each value."""
    made = [{**observation("body_weight", idpe=idpe), "valueQuantity": {"value": one}} for one in values]
    return json.dumps({"resourceType": "Bundle", "entry": [{"resource": one} for one in made]}).encode()


def both(first: bytes, second: bytes) -> bytes:
    """One Bundle of two."""
    one, other = json.loads(first), json.loads(second)
    return json.dumps({**one, "entry": [*one["entry"], *other["entry"]]}).encode()


def wrote(tags: Tags, raw: bytes = b"", status: int = 200, answer: bytes = b"", **more: str) -> Sight:
    """One write."""
    return _call("write", "POST", f"{SPACE}/fhir", {**tags, **more}, raw or body(), status, answer)


def searched(tags: Tags, answer: bytes = b"", status: int = 200, subject: str = "", **more: str) -> Sight:
    """One search."""
    asked = subject or f"{ASSIGNING_AUTHORITY}|{ME}"
    url = f"{SPACE}/fhir/Observation?code=29463-7&subject.identifier={asked}"
    return _call("read", "GET", url, {**tags, **more}, b"", status, answer or given(70))


def told(status: int, tags: Tags, trigger: str, html: str) -> Sight:
    """A page of a journey."""
    return exchange("https://app.example.fr/x", html, status=status, tags={**tags, "trigger": trigger})


def paired(tags: Tags, number: str = "1", idpe: str = ME) -> Sight:
    """The pairing that issued tokens ``number``."""
    claims = {"sub": idpe, "assign_auth": ASSIGNING_AUTHORITY.removeprefix("urn:oid:")}
    name = f"id_token-{number}"
    known = Secret(ref=name, kind="id_token", length=9, charset="x", digest=name, derived={"claims": claims})
    made = token(number, tags)
    return msgspec.structs.replace(made, secrets=(*made.secrets, known))


def right_round(tags: Tags) -> list[Sight]:
    """One right write and read with their pages."""
    form, sent = "<h1>Partager</h1>", "<h1>Partager</h1><p>Mesure envoyée</p>"
    shown = [told(200, tags, "share_measure", form), wrote(tags), told(200, tags, "share_measure", sent)]
    return [*shown, searched(tags), told(200, tags, "read_measures", "<p>Poids 70 kg</p>")]


def look(kind: str, played: Rounds, *, alive: bool = True, subject: Subject = "candidate") -> Looked:
    """A look with these faults, each between two right rounds; ``alive=False``: none right after the first."""
    before = {"scenario": "right", "phase": "before", "run": "0"}
    sights = [paired(before), *right_round(before)]
    for run, (scenario, fault) in enumerate(played.items(), 1):
        sights += fault
        sights += right_round({"scenario": scenario, "phase": "after", "run": str(run)}) if alive else []
    return looked(kind, *sights, subject=subject)


def fault(scenario: str, run: int) -> Tags:
    """The tags of a fault."""
    return {"scenario": scenario, "phase": "fault", "run": str(run)}


def evidence(*looks: Looked, edition: str = "mes-1.5.2") -> MemoryEvidence:
    """A bundle of a candidate (and a control) that names its edition."""
    space = msgspec.structs.replace(EDITED, edition=edition)
    candidate = msgspec.structs.replace(PAIRING_CANDIDATE, space=space)
    return bundle_of(*looks, candidate=candidate, control=msgspec.structs.replace(PAIRING_CONTROL, space=EDITED))


def _call(purpose: str, method: str, url: str, tags: Tags, sent: bytes, status: int, answer: bytes) -> Sight:
    bearer = tags.pop("bearer", "1")
    seen = HttpExchange(
        request=HttpRequest(
            method=method, url=url, headers=(("authorization", f"Bearer ~~secret-access_token-{bearer}~~"),)
        ),
        response=HttpResponse(status=status),
        purpose=purpose,
        tags=tags,
    )
    return sight("space.exchange", seen, {n: r for n, r in (("request_body", sent), ("response_body", answer)) if r})
