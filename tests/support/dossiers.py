"""Dossiers for tests: a sound declaration, changed by dotted paths, with documents that say the same."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

import yaml

from sample_apps.tensio.dossier.make_documents import hds_certificate
from sample_apps.tensio.dossier.pdf import pdf
from tests.support.evidence import Looked, Sight, looked, sight

SOUND: dict[str, Any] = {
    "publisher": {"name": "Exemple SAS", "siren": "732829320", "address": "1 rue de l’Exemple, 75001 Paris"},
    "dpo": {
        "name": "Dominique Exemple",
        "contact": "dpo@exemple.example",
        "designation": {"number": "DPO-1", "date": "2025-01-15", "siren": "732829320"},
    },
    "hosting": {
        "web_host": {"name": "Hôte Exemple SAS", "address": "2 quai de l’Exemple, 59000 Lille"},
        "health_data": {
            "host": {"name": "Hébergeur Exemple SAS", "siren": "999007180", "country": "FR"},
            "hds": {
                "holder": "Hébergeur Exemple SAS",
                "holder_siren": "999007180",
                "number": "HDS-EX-0412",
                "body": "Certificateur Exemple",
                "version": 2,
                "activities": [1, 2, 3, 4, 5, 6],
                "valid_from": "2026-01-01",
                "valid_to": "2028-12-31",
                "perimeter": "Hébergement infogéré de services de santé en ligne, centre de données de Lille",
                "document": "hds.pdf",
            },
            "activities_used": [1, 2, 3, 4, 5, 6],
            "contract_reference": "CTR-1",
        },
    },
    "medical_device": {"status": "not_a_device"},
}
ABSENT: Any = object()


def changed(**paths: Any) -> dict[str, Any]:
    """``SOUND`` with values set at dotted paths (``__`` for the dot); ``ABSENT`` removes the field."""
    found = copy.deepcopy(SOUND)
    for path, value in paths.items():
        *parents, last = path.split("__")
        place: Any = found
        for name in parents:
            place = place[name]
        if value is ABSENT:
            del place[last]
        else:
            place[last] = value
    return found


def certificate_of(declaration: dict[str, Any]) -> bytes:
    """The certificate that says what the declaration says."""
    return hds_certificate(declaration["hosting"]["health_data"]["hds"])


def document(name: str, section: str, raw: bytes) -> Sight:
    """A document as the probe records it."""
    data = {"name": name, "section": section, "size": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
    return sight("dossier.document", data, {"document": raw}, target=name)


def read(declaration: dict[str, Any] | None = None, *more: Sight, certificate: bytes | None = None) -> Looked:
    """The look ``dossier.read``; an empty ``certificate`` leaves the document out."""
    said = SOUND if declaration is None else declaration
    hds = said.get("hosting", {}).get("health_data", {}).get("hds")
    if certificate is None and hds and {"number", "holder"} <= hds.keys():
        certificate = hds_certificate({**SOUND["hosting"]["health_data"]["hds"], **hds})
    documents = [document("hds.pdf", "hosting.health_data.hds", certificate)] if certificate else []
    return looked("dossier.read", sight("dossier.declaration", said), *documents, *more)


def pinned(name: str, *entries: dict[str, Any]) -> Looked:
    """A pinned list."""
    raw = yaml.safe_dump({"name": name, "version": "2026-06-01", "source": "test", "entries": list(entries)}).encode()
    data = {"name": name, "version": "2026-06-01", "source": "test", "lab": True}
    return looked(f"reference.{name}", sight("reference.pack", data, {"pack": raw}, target=name))


__all__ = ["ABSENT", "SOUND", "certificate_of", "changed", "document", "pdf", "pinned", "read"]
