"""Writing a bundle: blobs first, then one appended line, so that a kill at any moment leaves a usable bundle."""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from criteria.observation import Close, Observation, Plan, Secret
from harness.bundle.log import BLOBS, GENESIS, LOG, SEAL, EntryType, Opened, blob_name, digest_of, line_of
from harness.bundle.reader import BundleReader
from harness.bundle.store import FolderStore
from harness.errors import BundleError

Sign = Callable[[str, int], bytes]
"""From the chain's head and number of entries to the seal's envelope."""


class BundleWriter:
    """One writer at a time (the log is locked). Thread-safe."""

    def __init__(self, folder: Path, seq: int, head: str) -> None:
        self.folder = folder
        self._seq = seq
        self._head = head
        self._lock = threading.Lock()
        self._file = os.open(folder / LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._file)
            raise BundleError("bundle.locked", path=folder) from error

    @classmethod
    def create(cls, folder: Path, plan: Plan) -> BundleWriter:
        """A new bundle whose first entry is ``plan``; raises ``BundleError`` when one is already there."""
        if (folder / LOG).exists():
            raise BundleError("bundle.exists", path=folder)
        (folder / BLOBS).mkdir(parents=True, exist_ok=True)
        key_file(folder).write_bytes(secrets.token_bytes(32))
        key_file(folder).chmod(0o600)
        made = cls(folder, 0, GENESIS)
        made._append("plan", plan)
        return made

    @classmethod
    def resume(cls, folder: Path) -> tuple[BundleWriter, BundleReader]:
        """Go on with an open bundle: a torn last line is cut off, attempts left open are closed as interrupted."""
        found = BundleReader(FolderStore(folder))
        if found.sealed:
            raise BundleError("bundle.sealed", path=folder)
        _cut_torn_line(folder / LOG)
        made = cls(folder, found.entries, found.head)
        for opened in _interrupted(found):
            seen = tuple(one.id for one in found.observations if one.look == opened.look and _after(one, opened, found))
            made.close_look(
                Close(
                    look=opened.look,
                    outcome="failed",
                    attempt=opened.attempt,
                    observations=seen,
                    at=opened.at,
                    reason="gap.interrupted",
                )
            )
        return made, BundleReader(FolderStore(folder))

    @property
    def key(self) -> bytes:
        """The audit's own key for keyed digests; gone once the bundle is sealed."""
        return key_file(self.folder).read_bytes()

    def open_look(self, look: str, attempt: int, at: str) -> None:
        """Record that an attempt begins."""
        self._append("open", Opened(look, attempt, at))

    def observe(self, blobs: dict[str, bytes], secret_table: tuple[Secret, ...], **fields: Any) -> Observation:
        """Store the blobs, then append the observation; returns it with its id."""
        stored = {name: self._store(raw) for name, raw in blobs.items()}
        with self._lock:
            seen = Observation(id=f"o{self._seq:06d}", blobs=stored, secrets=secret_table, **fields)
            self._write("observation", seen)
        return seen

    def close_look(self, close: Close) -> None:
        """Record how an attempt ended, and have it on disk before going on."""
        self._append("close", close)
        os.fsync(self._file)

    def seal(self, sign: Sign) -> str:
        """End the bundle: append the seal entry, sign the head, destroy the audit's key. Returns the head."""
        with self._lock:
            self._write("seal", {"entries": self._seq + 1})
            os.fsync(self._file)
            draft = self.folder / (SEAL + ".new")
            draft.write_bytes(sign(self._head, self._seq))
            draft.replace(self.folder / SEAL)
        self.close()
        key_file(self.folder).unlink(missing_ok=True)
        return self._head

    def close(self) -> None:
        """Let go of the log; the bundle stays open and can be resumed."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _append(self, kind: EntryType, body: Any) -> None:
        with self._lock:
            self._write(kind, body)

    def _write(self, kind: EntryType, body: Any) -> None:
        line = line_of(self._seq, self._head, kind, body)
        os.write(self._file, line + b"\n")
        self._head = digest_of(line)
        self._seq += 1

    def _store(self, raw: bytes) -> str:
        digest = digest_of(raw)
        path = self.folder / blob_name(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"{path.name}.{threading.get_ident()}.new")
            draft.write_bytes(raw)
            draft.replace(path)
        return digest


def key_file(folder: Path) -> Path:
    """Where the audit's key lies: beside the bundle, never in it."""
    return folder.with_name(folder.name + ".key")


def _cut_torn_line(log: Path) -> None:
    raw = log.read_bytes()
    whole = raw.rfind(b"\n") + 1
    if whole != len(raw):
        os.truncate(log, whole)


def _interrupted(found: BundleReader) -> list[Opened]:
    closed = {(close.look, close.attempt) for close in found.closes}
    return [opened for opened in found.opened if (opened.look, opened.attempt) not in closed]


def _after(seen: Observation, opened: Opened, found: BundleReader) -> bool:
    """Whether ``seen`` belongs to this attempt: no earlier attempt's close names it."""
    return not any(seen.id in close.observations for close in found.closes if close.look == opened.look)
