"""Reference data: versioned packs with source and date. The lab's manifest may add invented ones; nothing else may."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import certifi
import msgspec
import yaml

from criteria.observation import Reference
from harness.errors import ManifestError
from harness.manifest.load import inside
from harness.manifest.model import Manifest
from harness.manifest.untrusted_yaml import read_untrusted


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """One pack: its name (``hds``), version (a date), source, whether it was invented for the lab, and its bytes."""

    name: str
    version: str
    source: str
    lab: bool
    raw: bytes

    def reference(self) -> Reference:
        """What the plan pins of it."""
        digest = f"sha256:{hashlib.sha256(self.raw).hexdigest()}"
        return Reference(name=self.name, version=self.version, source=self.source, digest=digest)


def packs_for(manifest: Manifest, folder: Path) -> tuple[Pack, ...]:
    """Every pack that the audit may use, by name; a lab pack stands in for a missing real one."""
    return (trust_store(), *(_lab_pack(inside(folder, name)) for name in manifest.references))


def trust_store() -> Pack:
    """The pinned roots (Mozilla's, as the certifi distribution ships them)."""
    return Pack(
        name="trust_store",
        version=version("certifi"),
        source="Mozilla CA Certificate Program, via certifi",
        lab=False,
        raw=Path(certifi.where()).read_bytes(),
    )


def _lab_pack(path: Path) -> Pack:
    found = read_untrusted(path)
    if not isinstance(found, dict) or not all(
        isinstance(found.get(name), str) for name in ("name", "version", "source")
    ):
        raise ManifestError("manifest.bad_pack", path=path.name)
    raw = yaml.safe_dump(found, allow_unicode=True, sort_keys=True).encode()
    return Pack(name=found["name"], version=found["version"], source=found["source"], lab=True, raw=raw)
