"""Reading ``dossier.yaml``: bounded, plain, held to its published schema."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import msgspec

from harness.errors import LookFailed, ManifestError
from harness.manifest.load import inside
from harness.manifest.untrusted_yaml import read_untrusted
from harness.probing import ProbeRoom

FILE = "dossier.yaml"


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of ``dossier.yaml``: what all share, and one file of ``sections`` for each topic."""
    folder = files("harness.probes.dossier")
    whole: dict[str, Any] = msgspec.json.decode(folder.joinpath("dossier.schema.json").read_bytes())
    for topic in sorted(folder.joinpath("sections").iterdir(), key=lambda one: one.name):
        for part, members in msgspec.json.decode(topic.read_bytes()).items():
            whole[part] |= members
    return whole


def folder_of(room: ProbeRoom) -> Path:
    """The folder of the dossier; raises ``LookFailed`` when it is not the manifest's."""
    try:
        return inside(room.folder, room.manifest.dossier)
    except ManifestError as error:
        raise LookFailed("dossier.no_folder", name=room.manifest.dossier) from error


def declared(room: ProbeRoom) -> dict[str, Any]:
    """What ``dossier.yaml`` declares, held to its schema; raises ``LookFailed`` when it cannot be used."""
    path = folder_of(room) / FILE
    if path.is_symlink() or not path.is_file():
        raise LookFailed("dossier.no_file", name=FILE)
    try:
        found = read_untrusted(path)
    except ManifestError as error:
        raise LookFailed("dossier.unreadable", why=error.problem.en) from error
    found = plain(found)
    worst = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema()).iter_errors(found))
    if worst is not None:
        place = ".".join(str(part) for part in worst.absolute_path) or "(top)"
        raise LookFailed("dossier.bad_value", place=place, why=worst.message[:200])
    declaration: dict[str, Any] = found
    return declaration


def plain(found: Any) -> Any:
    """``found`` as JSON knows it, so that it can be stored: text that is no Unicode or a vast number cannot."""
    try:
        return msgspec.json.decode(msgspec.json.encode(found))
    except (ValueError, TypeError, OverflowError) as error:
        raise LookFailed("dossier.unreadable", why=type(error).__name__) from error
