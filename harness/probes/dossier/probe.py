"""One look of kind ``dossier.read``: the declaration of ``dossier.yaml``, then every document that it names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import msgspec

from criteria.observation import Look
from harness.errors import LookFailed, ManifestError
from harness.looks import LookKind, once
from harness.manifest.load import inside
from harness.manifest.untrusted_yaml import read_untrusted
from harness.probes.dossier.documents import Refused, read_document
from harness.probing import ProbeRoom

KIND = "dossier.read"
DECLARATION = "dossier.declaration"
DOCUMENT = "dossier.document"
REFUSED = "dossier.refused"
FILE = "dossier.yaml"
MOST_DOCUMENTS = 100
MOST_BYTES = 64 * 1024 * 1024
"""Bytes read of all documents together."""


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of ``dossier.yaml``: what all share, and one file of ``sections`` for each topic."""
    folder = files("harness.probes.dossier")
    whole: dict[str, Any] = msgspec.json.decode(folder.joinpath("dossier.schema.json").read_bytes())
    for topic in sorted(folder.joinpath("sections").iterdir(), key=lambda one: one.name):
        for part, members in msgspec.json.decode(topic.read_bytes()).items():
            whole[part] |= members
    return whole


def run(look: Look, room: ProbeRoom) -> None:
    """Record the declaration and its documents; raises ``LookFailed`` when ``dossier.yaml`` cannot be used.

    A document that is not read is an observation too, of kind ``dossier.refused``, with the reason.
    """
    folder = _folder(room)
    declaration = _declaration(folder / FILE)
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


def _folder(room: ProbeRoom) -> Path:
    try:
        return inside(room.folder, room.manifest.dossier)
    except ManifestError as error:
        raise LookFailed("dossier.no_folder", name=room.manifest.dossier) from error


def _declaration(path: Path) -> dict[str, Any]:
    if path.is_symlink() or not path.is_file():
        raise LookFailed("dossier.no_file", name=FILE)
    try:
        found = read_untrusted(path)
    except ManifestError as error:
        raise LookFailed("dossier.unreadable", why=error.problem.en) from error
    found = _plain(found)
    worst = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema()).iter_errors(found))
    if worst is not None:
        place = ".".join(str(part) for part in worst.absolute_path) or "(top)"
        raise LookFailed("dossier.bad_value", place=place, why=worst.message[:200])
    declaration: dict[str, Any] = found
    return declaration


def _plain(found: Any) -> Any:
    """``found`` as JSON knows it, so that it can be stored: text that is no Unicode or a vast number cannot."""
    try:
        return msgspec.json.decode(msgspec.json.encode(found))
    except (ValueError, TypeError, OverflowError) as error:
        raise LookFailed("dossier.unreadable", why=type(error).__name__) from error


KINDS = (LookKind(kind=KIND, probe="dossier", run=run, targets=once(FILE), needs=("dossier",), control=False),)
