"""The log as one writer holds it: locked, appended line by line, never left with half a line in its middle."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

from harness.bundle.log import GENESIS, LOG, EntryType, digest_of, line_of
from harness.errors import BundleError


class LogFile:
    """Not thread-safe. ``head`` and ``seq`` are those of the next line; set them when going on with an old log."""

    def __init__(self, folder: Path) -> None:
        """Open or create the log and lock it; raises ``BundleError`` when that is impossible."""
        try:
            self._file = os.open(folder / LOG, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise BundleError("bundle.not_writable", path=folder, why=error.strerror) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._file)
            raise BundleError("bundle.locked", path=folder) from error
        self.size = os.fstat(self._file).st_size
        self.seq = 0
        self.head = GENESIS

    def next(self, kind: EntryType, body: Any) -> tuple[bytes, str]:
        """The next line and the head that it makes, before it is written."""
        line = line_of(self.seq, self.head, kind, body)
        return line, digest_of(line)

    def append(self, kind: EntryType, body: Any) -> None:
        """Write the next line. When the disk refuses it, no part of it stays."""
        line, head = self.next(kind, body)
        try:
            self._write(line + b"\n")
        except OSError:
            os.ftruncate(self._file, self.size)
            raise
        self.size += len(line) + 1
        self.head = head
        self.seq += 1

    def _write(self, raw: bytes) -> None:
        rest = memoryview(raw)
        while rest:
            rest = rest[os.write(self._file, rest) :]

    def cut(self, size: int) -> None:
        """Keep the first ``size`` bytes only."""
        os.ftruncate(self._file, size)
        self.size = size

    def sync(self) -> None:
        """Have everything on disk before going on."""
        os.fsync(self._file)

    def close(self) -> None:
        """Let go of the log."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
