"""Where a bundle's files are: in a folder, or in one packed file (``harness.bundle.packed``)."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from harness.bundle.log import LOG
from harness.bundle.packed import LARGEST_FILE, ZipStore
from harness.errors import BundleError


class Store(Protocol):
    """Read access to a bundle's files by their names inside the bundle."""

    def has(self, name: str) -> bool:
        """Whether the file is there."""

    def read(self, name: str) -> bytes:
        """Its bytes; raises ``BundleError`` when it is missing, unreadable or too large."""


class FolderStore:
    """A bundle in a folder. A file that is a link counts as missing."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def has(self, name: str) -> bool:
        path = self._root / name
        return path.is_file() and not path.is_symlink()

    def read(self, name: str) -> bytes:
        path = self._root / name
        try:
            if self.has(name) and path.stat().st_size <= LARGEST_FILE:
                return path.read_bytes()
        except OSError as error:
            raise BundleError("bundle.no_file", name=name) from error
        raise BundleError("bundle.no_file", name=name)


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
