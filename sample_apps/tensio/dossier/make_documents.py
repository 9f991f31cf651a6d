"""Writes the documents of the dossier, the sound ones and those that its faults hand in instead.

    python -m sample_apps.tensio.dossier.make_documents

The result is the same at every run and is kept in the repository. The PDF is as small as the format allows
(ISO 32000-1): one page, one built-in font, text that can be extracted.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
DOCUMENTS = FOLDER / "documents"
NOTICE = "Document de démonstration : organismes, numéros et signatures sont inventés."


def pdf(title: str, lines: list[str]) -> bytes:
    """A one-page A4 document; characters outside Windows-1252 raise ``UnicodeEncodeError``."""
    shown = [f"BT /F1 14 Tf 60 770 Td ({_text(title)}) Tj ET"]
    shown += [f"BT /F1 11 Tf 60 {730 - 20 * index} Td ({_text(line)}) Tj ET" for index, line in enumerate(lines)]
    content = "\n".join(shown).encode("cp1252")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    return _file([
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page + b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        font,
    ])


def _text(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + tail


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
        NOTICE,
    ])


def dpo_receipt(publisher: str, designation: Mapping[str, Any], officer: str) -> bytes:
    """A receipt for the designation of a data protection officer."""
    return pdf("Récépissé de désignation d’un délégué à la protection des données", [
        f"Désignation n° {designation['number']}",
        f"Organisme désignant : {publisher}",
        f"SIREN : {designation['siren']}",
        f"Délégué désigné : {officer}",
        f"Date d’effet : {_day(designation['date'])}",
        NOTICE,
    ])


def _day(text: str) -> str:
    year, month, day = text.split("-")
    return f"{day}/{month}/{year}"


def documents() -> dict[str, bytes]:
    """Every document, by file name: those of ``dossier.yaml``, and those of the faults in ``faults.yaml``."""
    sound = yaml.safe_load((FOLDER / "dossier.yaml").read_text("utf-8"))
    faults = yaml.safe_load((FOLDER.parent / "faults.yaml").read_text("utf-8"))["faults"]
    found = {}
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
