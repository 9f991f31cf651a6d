"""Many recorded bundles in one file that keeps equal blobs once: the evidence that the tests judge again and again."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.bundle.log import BLOBS, LOG, SEAL
from harness.bundle.reader import BundleReader
from harness.bundle.packed import EPOCH
from harness.errors import BundleError


def write_recorded(target: Path, bundles: Mapping[str, Path]) -> None:
    """Write sealed bundle folders into ``target`` by name; the same bundles give the same bytes."""
    with zipfile.ZipFile(target, "w") as packed:
        for name, raw in sorted(_members(bundles)):
            packed.writestr(zipfile.ZipInfo(name, EPOCH), raw, zipfile.ZIP_DEFLATED)


def _members(bundles: Mapping[str, Path]) -> set[tuple[str, bytes]]:
    found: set[tuple[str, bytes]] = set()
    for name, folder in bundles.items():
        found |= {(f"{name}/{part}", (folder / part).read_bytes()) for part in (LOG, SEAL)}
        blobs = (path for path in (folder / BLOBS).rglob("*") if path.is_file())
        found |= {(path.relative_to(folder).as_posix(), path.read_bytes()) for path in blobs}
    return found


class RecordedStore:
    """One bundle of a recorded file. Implements ``harness.bundle.store.Store``."""

    def __init__(self, packed: zipfile.ZipFile, name: str) -> None:
        self._packed = packed
        self._name = name
        self._members = set(packed.namelist())

    def has(self, name: str) -> bool:
        return self._place(name) in self._members

    def read(self, name: str) -> bytes:
        if not self.has(name):
            raise BundleError("bundle.no_file", name=name)
        return self._packed.read(self._place(name))

    def _place(self, name: str) -> str:
        return name if name.startswith(f"{BLOBS}/") else f"{self._name}/{name}"


def recorded(source: Path) -> Iterator[tuple[str, BundleReader]]:
    """Every bundle of the file by name; raises ``BundleError`` or ``TamperedError``."""
    try:
        packed = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        raise BundleError("bundle.not_one", path=source.name) from error
    with packed:
        for name in sorted({member.partition("/")[0] for member in packed.namelist() if member.endswith(f"/{LOG}")}):
            found = BundleReader(RecordedStore(packed, name))
            found.check_blobs()
            yield name, found
