"""Writes the documents of the dossier, the sound ones and those that its faults hand in instead.

    python -m sample_apps.tensio.dossier.make_documents

The result is the same at every run and is kept in the repository.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from sample_apps.tensio.dossier import accountability, assurance
from sample_apps.tensio.dossier.pdf import INVENTED, pdf

FOLDER = Path(__file__).parent
DOCUMENTS = FOLDER / "documents"


def hds_certificate(hds: Mapping[str, Any]) -> bytes:
    """A certificate of a health data host, from the fields of ``hosting.health_data.hds``."""
    return pdf("Certificat d’hébergeur de données de santé", [
        f"Certificat n° {hds['number']}",
        f"Organisme certificateur : {hds['body']}",
        f"Titulaire : {hds['holder']}",
        f"SIREN du titulaire : {hds['holder_siren']}",
        f"Référentiel : HDS version {hds['version']}",
        f"Activités couvertes : {', '.join(map(str, hds['activities']))}",
        f"Périmètre : {hds['perimeter']}",
        f"Valable du {_day(hds['valid_from'])} au {_day(hds['valid_to'])}",
        INVENTED,
    ])


def dpo_receipt(publisher: str, designation: Mapping[str, Any], officer: str) -> bytes:
    """A receipt for the designation of a data protection officer."""
    return pdf("Récépissé de désignation d’un délégué à la protection des données", [
        f"Désignation n° {designation['number']}",
        f"Organisme désignant : {publisher}",
        f"SIREN : {designation['siren']}",
        f"Délégué désigné : {officer}",
        f"Date d’effet : {_day(designation['date'])}",
        INVENTED,
    ])


def _day(text: str) -> str:
    year, month, day = text.split("-")
    return f"{day}/{month}/{year}"


def documents() -> dict[str, bytes]:
    """Every document, by file name: those of ``dossier.yaml``, and those of the faults in ``faults.yaml``."""
    sound = yaml.safe_load((FOLDER / "dossier.yaml").read_text("utf-8"))
    faults = yaml.safe_load((FOLDER.parent / "faults.yaml").read_text("utf-8"))["faults"]
    found = accountability.documents(sound, "Tensio")
    found |= assurance.documents(sound, FOLDER, "pypi", "tensio") | assurance.faulty_documents(sound, FOLDER)
    # A fault that changes nothing but the document hands in another one's, so the richer description comes last.
    for patches in sorted((fault.get("dossier", []) for fault in faults), key=len):
        hds, designation = dict(sound["hosting"]["health_data"]["hds"]), dict(sound["dpo"]["designation"])
        for patch in patches:
            parent, _, name = patch["path"].rpartition(".")
            {"hosting.health_data.hds": hds, "dpo.designation": designation}.get(parent, {})[name] = patch.get("value")
        found[hds["document"]] = hds_certificate(hds)
        receipt = dpo_receipt(sound["publisher"]["name"], designation, sound["dpo"]["name"])
        found[designation["document"]] = receipt
    return {Path(name).name: content for name, content in found.items()}


if __name__ == "__main__":
    DOCUMENTS.mkdir(exist_ok=True)
    for name, content in documents().items():
        (DOCUMENTS / name).write_bytes(content)
