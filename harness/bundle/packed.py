"""A bundle in one zip file, written the same byte for byte, and read without ever unpacking it to disk.

A stranger may have made the file. It must be a plain archive: no ZIP64, no comment, no name twice, no name that a
bundle does not have, and no more than so many bytes in all, whatever its members unpack to.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from pathlib import Path

from harness.bundle.log import BLOB_NAME, LOG, SEAL
from harness.errors import BundleError

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes; a bundle file above it is refused unread."""
LARGEST_WHOLE = 2 * 1024 * 1024 * 1024
"""Bytes that all members of a packed bundle may unpack to together."""
LARGEST_DIRECTORY = 16 * 1024 * 1024
"""Bytes of the archive's list of members (about 150,000 of them)."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time in a packed bundle's members: the same bundle packs to the same bytes."""
UNIX = 3
"""The system that made a member (ZIP application note, 4.4.2), fixed for the same reason."""

_End = struct.Struct("<4s4H2LH")
"""End of central directory record (ZIP application note, 4.3.16)."""
_ZIP64_LOCATOR = (b"PK\x06\x07", 20)
_UNREADABLE = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
"""All that reading a hostile archive may raise; encrypted members and unknown methods are ``RuntimeError``."""


class ZipStore:
    """A packed bundle's files; raises ``BundleError`` for an archive that is not a plain one."""

    def __init__(self, path: Path) -> None:
        try:
            _check_end(path)
            self._zip = zipfile.ZipFile(path)
        except _UNREADABLE as error:
            raise BundleError("bundle.not_one", path=path.name) from error
        self._names: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            self._add(info)
        if sum(info.file_size for info in self._names.values()) > LARGEST_WHOLE:
            raise BundleError("bundle.too_large", path=path.name)

    def _add(self, info: zipfile.ZipInfo) -> None:
        if info.filename != info.orig_filename or not _belongs(info.filename):
            raise BundleError("bundle.foreign_file", name=info.orig_filename)
        if info.filename in self._names:
            raise BundleError("bundle.doubled_file", name=info.filename)
        self._names[info.filename] = info

    def has(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes:
        info = self._names.get(name)
        if info is None or info.file_size > LARGEST_FILE:
            raise BundleError("bundle.no_file", name=name)
        try:
            with self._zip.open(info) as member:
                return member.read(LARGEST_FILE)
        except _UNREADABLE as error:
            raise BundleError("bundle.no_file", name=name) from error


def pack(folder: Path, target: Path) -> None:
    """Write the bundle in ``folder`` as one zip file, byte for byte the same for the same bundle.

    Only files of a bundle are packed. Raises ``BundleError`` when ``folder`` holds none.
    """
    if not (folder / LOG).is_file():
        raise BundleError("bundle.not_one", path=folder.name)
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    draft = target.with_name(f"{target.name}.new")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(filter(_belongs, names)):
            member = zipfile.ZipInfo(name, EPOCH)
            member.create_system = UNIX
            packed.writestr(member, names[name].read_bytes(), zipfile.ZIP_DEFLATED)
    draft.replace(target)


def _belongs(name: str) -> bool:
    return name in (LOG, SEAL) or BLOB_NAME.fullmatch(name) is not None


def _check_end(path: Path) -> None:
    """Bound the list of members before anything reads it."""
    tail_size = _End.size + _ZIP64_LOCATOR[1]
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - tail_size))
        tail = file.read(tail_size)
    signature, *_, directory, _offset, comment = _End.unpack(tail[-_End.size :])
    if signature != b"PK\x05\x06" or comment or directory > LARGEST_DIRECTORY or tail[:4] == _ZIP64_LOCATOR[0]:
        raise zipfile.BadZipFile("not a plain archive")
