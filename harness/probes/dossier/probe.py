"""One look of kind ``dossier.read``: the declaration of ``dossier.yaml``, then every document that it names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from criteria.observation import Look
from harness.looks import LookKind, once
from harness.probes.dossier import exercise
from harness.probes.dossier.documents import Refused, read_document
from harness.probes.dossier.read import FILE, declared, folder_of
from harness.probing import ProbeRoom

KIND = "dossier.read"
DECLARATION = "dossier.declaration"
DOCUMENT = "dossier.document"
REFUSED = "dossier.refused"
MOST_DOCUMENTS = 100
MOST_BYTES = 64 * 1024 * 1024
"""Bytes read of all documents together."""


def run(look: Look, room: ProbeRoom) -> None:
    """Record the declaration and its documents; raises ``LookFailed`` when ``dossier.yaml`` cannot be used.

    A document that is not read is an observation too, of kind ``dossier.refused``, with the reason.
    """
    folder, declaration = folder_of(room), declared(room)
    room.observe(kind=DECLARATION, data=declaration, target=FILE)
    left = MOST_BYTES
    for rank, (section, name) in enumerate(named_documents(declaration)):
        about = {"name": name, "section": section}
        try:
            raw = read_document(folder, name, left if rank < MOST_DOCUMENTS else 0)
        except Refused as refused:
            room.observe(kind=REFUSED, data={**about, "why": refused.why}, target=name)
            continue
        left -= len(raw)
        data = {**about, "size": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
        room.observe(kind=DOCUMENT, data=data, blobs={"document": raw}, target=name)


def named_documents(declaration: Any, section: str = "") -> Iterator[tuple[str, str]]:
    """Every (section, file name) that the declaration names under ``document``, in its own order."""
    members = declaration.items() if isinstance(declaration, dict) else enumerate(_list(declaration))
    for key, value in members:
        place = f"{section}.{key}" if section else str(key)
        if key == "document" and isinstance(value, str):
            yield section, value
        elif isinstance(value, dict | list):
            yield from named_documents(value, place)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


KINDS = (
    LookKind(kind=KIND, probe="dossier", run=run, targets=once(FILE), needs=("dossier",), control=False),
    LookKind(
        kind=exercise.KIND,
        probe="dossier",
        run=exercise.run,
        targets=once("exercise"),
        needs=("dossier",),
        control=False,
        draws="exercise",
    ),
)
