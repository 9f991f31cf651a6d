"""Loading a manifest: read, held to its schema, then to what a schema cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import msgspec

from harness.errors import ManifestError
from harness.manifest.model import Environment, Manifest, Publisher
from harness.manifest.untrusted_yaml import read_untrusted


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of ``candidate.yaml``."""
    raw = files("harness.manifest").joinpath("candidate.schema.json").read_bytes()
    return dict(msgspec.json.decode(raw))


def load_manifest(path: Path) -> Manifest:
    """The manifest at ``path``; raises ``ManifestError`` that names the place and what is wrong there."""
    raw = read_untrusted(path)
    worst = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema()).iter_errors(raw))
    if worst is not None:
        place = ".".join(str(part) for part in worst.absolute_path) or "(top)"
        raise ManifestError("manifest.bad_value", path=path.name, place=place, why=worst.message)
    manifest = msgspec.convert(raw, Manifest)
    for place, key in _faults(manifest):
        raise ManifestError(key, path=path.name, place=place)
    return manifest


def manifest_for_url(url: str, profile: str, ca: str = "") -> Manifest:
    """A first contact without a manifest: only the address is known, so only passive looks can be made."""
    _, host = _address(url)
    if not host:
        raise ManifestError("manifest.bad_url", path="URL", place=url)
    return Manifest(
        probant=1,
        name=host,
        version="",
        publisher=Publisher(name=""),
        faces=("web",),
        environments={"production": Environment(base_url=url, ca=ca)},
        profile="lab" if profile == "lab" else "standard",
        pages={"home": urlsplit(url).path or "/"},
        declared=False,
    )


def inside(folder: Path, name: str) -> Path:
    """The file or folder ``name`` inside ``folder``, links followed; raises ``ManifestError`` when it leaves it."""
    root = folder.resolve()
    found = (root / name).resolve()
    if found != root and root not in found.parents:
        raise ManifestError("manifest.climbs_out", path=folder.name, place=name)
    return found


def _faults(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Places that a JSON Schema cannot judge."""
    for name, environment in manifest.environments.items():
        scheme, host = _address(environment.base_url)
        if scheme != "https" or not host:
            yield f"environments.{name}.base_url", "manifest.bad_url"
        if environment.ca and manifest.profile != "lab":
            yield f"environments.{name}.ca", "manifest.lab_only"
    if manifest.references and manifest.profile != "lab":
        yield "references", "manifest.lab_only"
    if "production" not in manifest.environments:
        yield "environments.production", "manifest.missing"
    if not manifest.declared:
        yield "declared", "manifest.missing"


def _address(url: str) -> tuple[str, str]:
    """Scheme and host; empty when the address cannot be read, or carries a user name."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return "", ""
    return ("", "") if parts.username or parts.password else (parts.scheme, parts.hostname or "")
