"""Loading a manifest: read, held to its schema, then to what a schema cannot say."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from harness.errors import ManifestError
from harness.manifest.complaints import TOP, check_shape
from harness.manifest.faults import address, check_rest, inside
from harness.manifest.model import Environment, Manifest, Publisher
from harness.manifest.untrusted_yaml import read_untrusted

__all__ = ["inside", "load_manifest", "manifest_for_url", "schema"]


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of ``candidate.yaml``."""
    raw = files("harness.manifest").joinpath("candidate.schema.json").read_bytes()
    return dict(msgspec.json.decode(raw))


def load_manifest(path: Path) -> Manifest:
    """The manifest at ``path``; raises ``ManifestError`` that names the place and what is wrong there."""
    raw = read_untrusted(path)
    check_shape(raw, schema(), path.name)
    try:
        manifest = msgspec.convert(raw, Manifest)
    except msgspec.ValidationError as error:
        raise ManifestError("manifest.bad_value", path=path.name, place=TOP, why=error) from error
    check_rest(manifest, path.parent, path.name)
    return manifest


def manifest_for_url(url: str, profile: str, ca: str = "") -> Manifest:
    """A first contact without a manifest: only the address is known, so only passive looks can be made."""
    parts = address(url)
    if parts is None or parts.query or parts.fragment:
        raise ManifestError("manifest.bad_url", path="URL", place=url)
    return Manifest(
        probant=1,
        name=parts.hostname or "",
        version="",
        publisher=Publisher(name=""),
        faces=("web",),
        environments={"production": Environment(base_url=url, ca=ca)},
        profile="lab" if profile == "lab" else "standard",
        pages={"home": parts.path or "/"},
        declared=False,
    )
