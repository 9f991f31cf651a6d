"""Where a bundle's files are: in a folder, or in one portable zip file that is never unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Protocol

from harness.bundle.log import BLOBS, LOG
from harness.errors import BundleError

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes; a bundle file above it is refused unread."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time in a packed bundle's members: the same bundle packs to the same bytes."""


class Store(Protocol):
    """Read access to a bundle's files by their names inside the bundle."""

    def has(self, name: str) -> bool:
        """Whether the file is there."""

    def read(self, name: str) -> bytes:
        """Its bytes; raises ``BundleError`` when it is missing or too large."""


class FolderStore:
    """A bundle in a folder. Links are not followed."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def has(self, name: str) -> bool:
        path = self._root / name
        return path.is_file() and not path.is_symlink()

    def read(self, name: str) -> bytes:
        path = self._root / name
        if not self.has(name) or path.stat().st_size > LARGEST_FILE:
            raise BundleError("bundle.no_file", name=name)
        return path.read_bytes()


class ZipStore:
    """A bundle in one zip file."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as error:
            raise BundleError("bundle.not_one", path=path.name) from error
        self._names = {info.filename: info for info in self._zip.infolist()}

    def has(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes:
        info = self._names.get(name)
        if info is None or info.file_size > LARGEST_FILE:
            raise BundleError("bundle.no_file", name=name)
        try:
            with self._zip.open(info) as member:
                return member.read(LARGEST_FILE)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise BundleError("bundle.no_file", name=name) from error


def store_at(path: Path) -> Store:
    """The store at ``path``, a folder or a packed file; raises ``BundleError``."""
    if path.is_dir():
        found: Store = FolderStore(path)
    elif path.is_file():
        found = ZipStore(path)
    else:
        raise BundleError("bundle.not_there", path=path)
    if not found.has(LOG):
        raise BundleError("bundle.not_one", path=path.name)
    return found


def pack(folder: Path, target: Path) -> None:
    """Write the bundle as one zip file, byte for byte the same for the same bundle."""
    names = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(names, key=lambda one: one.relative_to(folder).as_posix()):
            name = path.relative_to(folder).as_posix()
            if name == LOG or name.endswith(".json") or name.startswith(f"{BLOBS}/"):
                packed.writestr(zipfile.ZipInfo(name, EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED)
