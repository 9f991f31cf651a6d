"""What an audit leaves beside its bundle: ``audit.json``, ``report.html`` and the signed statement over them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from criteria.audit import Audit, encode
from criteria.text import Language
from harness.scenes import told
from reports.attestation import predicate_of
from reports.html import render_html
from reports.signing import Signer, attest

AUDIT = "audit.json"
REPORT = "report.html"
ATTESTATION = "attestation.json"
BUNDLE = "bundle"


def write_results(audit: Audit, folder: Path, signer: Signer, language: Language) -> None:
    """Write the three files; the attestation covers the other two and the bundle's head."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {AUDIT: encode(audit), REPORT: render_html(audit, language, told())}
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    (folder / ATTESTATION).write_bytes(attest(signer, subjects_of(audit, files), predicate_of(audit)))
    (folder / "public-key.pem").write_bytes(signer.public_pem())


def subjects_of(audit: Audit, files: dict[str, bytes]) -> dict[str, str]:
    """What the attestation speaks of: each file's SHA-256 in hex, and the bundle's head."""
    found = {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items()}
    return {**found, BUNDLE: audit.inputs.evidence.partition(":")[2]}
