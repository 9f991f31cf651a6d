"""Many recorded bundles in one file: the evidence that the tests judge again and again.

A tar of ``NAME/log.ndjson``, ``NAME/seal.json`` and the blobs of all, each blob once, compressed as a whole, because
the bundles of one sample are much alike.
"""

from __future__ import annotations

import io
import lzma
import re
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from harness.bundle.log import BLOBS, LOG, SEAL
from harness.bundle.reader import BundleReader
from harness.errors import BundleError

PRESET: Final = 6
DIGEST: Final = re.compile(rb"sha256:([0-9a-f]{64})")


def write_recorded(target: Path, bundles: Mapping[str, Path], *, keep: bool = False) -> None:
    """Write sealed bundle folders into ``target`` by name; the same bundles give the same bytes.

    ``keep``: bundles of other names that ``target`` holds already stay in it.
    """
    members = _members(bundles) | (_kept(target, set(bundles)) if keep and target.exists() else set())
    with tarfile.open(target, "w:xz", preset=PRESET) as packed:
        for name, raw in sorted(members):
            member = tarfile.TarInfo(name)
            member.size = len(raw)
            packed.addfile(member, io.BytesIO(raw))


def _members(bundles: Mapping[str, Path]) -> set[tuple[str, bytes]]:
    found: set[tuple[str, bytes]] = set()
    for name, folder in bundles.items():
        found |= {(f"{name}/{part}", (folder / part).read_bytes()) for part in (LOG, SEAL)}
        blobs = (path for path in (folder / BLOBS).rglob("*") if path.is_file())
        found |= {(path.relative_to(folder).as_posix(), path.read_bytes()) for path in blobs}
    return found


def _kept(source: Path, replaced: set[str]) -> set[tuple[str, bytes]]:
    """Every bundle of the file but the replaced ones, with the blobs that they name."""
    members = _read(source)
    logs = {name: raw for name, raw in members.items() if not name.startswith(f"{BLOBS}/")}
    stay = {name: raw for name, raw in logs.items() if name.partition("/")[0] not in replaced}
    named = {digest for raw in stay.values() for digest in DIGEST.findall(raw)}
    blobs = {(name, raw) for name, raw in members.items() if name.rpartition("/")[2].encode() in named}
    return {*stay.items(), *blobs}


class RecordedStore:
    """One bundle of a recorded file. Implements ``harness.bundle.store.Store``."""

    def __init__(self, members: Mapping[str, bytes], name: str) -> None:
        self._members = members
        self._name = name

    def has(self, name: str) -> bool:
        return self._place(name) in self._members

    def read(self, name: str) -> bytes:
        if not self.has(name):
            raise BundleError("bundle.no_file", name=name)
        return self._members[self._place(name)]

    def _place(self, name: str) -> str:
        return name if name.startswith(f"{BLOBS}/") else f"{self._name}/{name}"


def recorded(source: Path) -> Iterator[tuple[str, BundleReader]]:
    """Every bundle of the file by name; raises ``BundleError`` or ``TamperedError``."""
    members = _read(source)
    for name in sorted({member.partition("/")[0] for member in members if member.endswith(f"/{LOG}")}):
        found = BundleReader(RecordedStore(members, name))
        found.check_blobs()
        yield name, found


def _read(source: Path) -> dict[str, bytes]:
    """Our own file, read into memory; nothing of it is ever written to disk."""
    try:
        with tarfile.open(source, "r:xz") as packed:
            opened = ((member.name, packed.extractfile(member)) for member in packed if member.isfile())
            return {name: file.read() for name, file in opened if file is not None}
    except (OSError, tarfile.TarError, lzma.LZMAError) as error:
        raise BundleError("bundle.not_one", path=source.name) from error
