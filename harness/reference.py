"""Reference data: versioned packs with source and date. A lab's manifest may add invented ones, a reviewer real ones.

A pack is a YAML file with ``name``, ``version``, ``source`` and its content: ``entries``, or the name of a file beside
it in a published format (``entities``, ``ranges``: see ``harness/reference_formats.py``). A candidate of the standard
profile can name none: it would choose who counts as a tracker.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import certifi
import msgspec
import yaml

from criteria.observation import Reference
from harness.errors import ManifestError
from harness.manifest.load import inside
from harness.manifest.model import Manifest
from harness.manifest.untrusted_yaml import read_untrusted
from harness.reference_formats import (
    LARGEST,
    LARGEST_TABLE,
    BadFormat,
    check_ranges,
    entity_entries,
    range_entries,
)

MOST_YAML = 500
"""Entries of a pack that is stored as YAML."""


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """One pack: its name (``hds``), version (a date), source, whether it was invented for the lab, and its bytes.

    ``table`` is a table of ranges that is too large to be stored: ``said_of`` gives what it says of some addresses.
    """

    name: str
    version: str
    source: str
    lab: bool
    raw: bytes
    table: bytes = b""

    def reference(self) -> Reference:
        """What the plan pins of it."""
        digest = f"sha256:{hashlib.sha256(self.raw + self.table).hexdigest()}"
        return Reference(name=self.name, version=self.version, source=self.source, digest=digest)

    def said_of(self, addresses: Iterable[str]) -> bytes:
        """The pack as it is recorded; raises ``BadFormat`` for a table with a row that is none."""
        if not self.table:
            return self.raw
        about = {"name": self.name, "version": self.version, "source": self.source}
        return msgspec.json.encode({**about, "entries": range_entries(self.table, addresses)})


def packs_for(manifest: Manifest, folder: Path, given: Sequence[Path] = ()) -> tuple[Pack, ...]:
    """Every pack that the audit may use: those of a lab's manifest, and those ``given`` by the reviewer.

    Raises ``ManifestError`` for a file that is no pack.
    """
    lab = (read_pack(inside(folder, name), lab=True) for name in manifest.references)
    return (trust_store(), *lab, *(read_pack(path, lab=False) for path in given))


def trust_store() -> Pack:
    """The pinned roots (Mozilla's, as the certifi distribution ships them)."""
    return Pack(
        name="trust_store",
        version=version("certifi"),
        source="Mozilla CA Certificate Program, via certifi",
        lab=False,
        raw=Path(certifi.where()).read_bytes(),
    )


def read_pack(path: Path, *, lab: bool) -> Pack:
    """The pack at ``path``; raises ``ManifestError`` that names the file and what is wrong with it."""
    found = read_untrusted(path)
    if not isinstance(found, dict) or not all(
        isinstance(found.get(name), str) for name in ("name", "version", "source")
    ):
        raise ManifestError("manifest.bad_pack", path=path.name)
    table = b""
    if isinstance(beside := found.pop("entities", None), str):
        found["entries"] = _in_format(path, beside, LARGEST, entity_entries)
    if isinstance(beside := found.pop("ranges", None), str):
        _in_format(path, beside, LARGEST_TABLE, check_ranges)
        table = inside(path.parent, beside).read_bytes()
    about = {name: found[name] for name in ("name", "version", "source")}
    return Pack(**about, lab=lab, raw=_written(found), table=table)


def _written(pack: dict[str, Any]) -> bytes:
    """As YAML for people; a long one as JSON, which is read much faster."""
    if len(pack.get("entries") or ()) > MOST_YAML:
        return msgspec.json.encode(pack, order="sorted")
    return yaml.safe_dump(pack, allow_unicode=True, sort_keys=True).encode()


def _in_format(path: Path, beside: str, largest: int, read: Callable[[bytes], Any]) -> Any:
    file = inside(path.parent, beside)
    try:
        if file.stat().st_size > largest:
            raise ManifestError("manifest.too_large", path=file.name, most=largest)
        return read(file.read_bytes())
    except OSError as error:
        raise ManifestError("manifest.unreadable", path=file.name, why=error.strerror or "?") from error
    except BadFormat as error:
        raise ManifestError("manifest.bad_pack_file", path=file.name, why=error) from error
