"""Small sealed bundles on disk, made without a network."""

from __future__ import annotations

from pathlib import Path

import msgspec

from criteria.candidate import Candidate
from criteria.catalogue import catalogue
from criteria.observation import Close, Look, Plan
from harness.bundle import BundleWriter
from reports.signing import Signer, seal

AT = "2026-07-01T10:00:00.000Z"
LOOK = Look(id="candidate:http.crawl/app", kind="http.crawl", probe="http")


def plan(**changed: object) -> Plan:
    """A plan with one look at an invented app."""
    made = Plan(
        candidate=msgspec.to_builtins(Candidate(name="Exemple", faces=("web",), base_url="https://app.example.fr")),
        profile="lab",
        origin="self_test",
        engine="test",
        criteria=tuple(one.id for one in catalogue().criteria),
        looks=(LOOK,),
        at=AT,
    )
    return msgspec.structs.replace(made, **changed)


def sealed_bundle(folder: Path, signer: Signer | None = None) -> Path:
    """A sealed bundle with one exchange; returns its folder."""
    writer = BundleWriter.create(folder, plan())
    writer.open_look(LOOK.id, 1, AT)
    data = {
        "request": {"method": "GET", "url": "https://app.example.fr/", "headers": []},
        "response": {"status": 200, "headers": [["content-type", "text/html"]], "size": 12, "wire_size": 12},
        "purpose": "crawl",
    }
    blobs = {"response_body": b"<p>Bonjour</p>"}
    seen = writer.observe(blobs, (), look=LOOK.id, kind="http.exchange", probe="http", at=AT, data=data)
    writer.close_look(Close(look=LOOK.id, outcome="observed", attempt=1, observations=(seen.id,), at=AT))
    key = signer or Signer.generate()
    writer.seal(lambda head, entries: seal(key, head, entries))
    return folder
