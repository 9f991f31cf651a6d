"""Writing a bundle: blobs first, then one appended line, so that a kill at any moment leaves a usable bundle."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from criteria.observation import Close, Observation, Plan, Secret
from harness.bundle.key import destroy_key, make_key, read_key
from harness.bundle.log import BLOBS, LOG, SEAL, EntryType, Opened, blob_name, digest_of, whole_size
from harness.bundle.log_file import LogFile
from harness.bundle.reader import BundleReader, open_bundle
from harness.bundle.resume import interrupted, taken_up
from harness.bundle.shapes import observation_id
from harness.errors import BundleError

Sign = Callable[[str, int], bytes]
"""From the chain's head and number of entries to the seal's envelope."""


class BundleWriter:
    """One writer at a time (the log is locked). Thread-safe."""

    def __init__(self, folder: Path, log: LogFile) -> None:
        self.folder = folder
        self._log = log
        self._lock = threading.Lock()

    @classmethod
    def create(cls, folder: Path, plan: Plan) -> BundleWriter:
        """A new bundle whose first entry is ``plan``; raises ``BundleError`` when one is already there.

        A bundle whose plan was never written whole was never begun: it is begun anew.
        """
        try:
            (folder / BLOBS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BundleError("bundle.not_writable", path=folder, why=error.strerror) from error
        log = LogFile(folder)
        if (folder / SEAL).exists() or whole_size((folder / LOG).read_bytes()):
            log.close()
            raise BundleError("bundle.exists", path=folder)
        log.cut(0)
        make_key(folder)
        made = cls(folder, log)
        made._append("plan", plan)
        return made

    @classmethod
    def resume(cls, folder: Path) -> tuple[BundleWriter, BundleReader]:
        """Go on with an open bundle: a torn last line is cut off, attempts left open are closed as interrupted.

        Raises ``BundleError`` when it is sealed, locked, never begun or without its key.
        """
        log, found = taken_up(folder)
        made = cls(folder, log)
        for close in interrupted(found):
            made.close_look(close)
        return made, open_bundle(folder)

    @property
    def key(self) -> bytes:
        """The audit's own key for keyed digests; gone once the bundle is sealed."""
        return read_key(self.folder)

    def open_look(self, look: str, attempt: int, at: str) -> None:
        """Record that an attempt begins."""
        self._append("open", Opened(look, attempt, at))

    def observe(self, blobs: dict[str, bytes], secret_table: tuple[Secret, ...], **fields: Any) -> Observation:
        """Store the blobs, then append the observation; returns it with its id."""
        stored = {name: self._store(raw) for name, raw in blobs.items()}
        with self._lock:
            seen = Observation(id=observation_id(self._log.seq), blobs=stored, secrets=secret_table, **fields)
            self._log.append("observation", seen)
        return seen

    def close_look(self, close: Close) -> None:
        """Record how an attempt ended, and have it on disk before going on."""
        with self._lock:
            self._log.append("close", close)
            self._log.sync()

    def seal(self, sign: Sign) -> str:
        """End the bundle: sign the head, append the last entry, destroy the audit's key. Returns the head.

        The seal is signed before the entry is written, so that a failure to sign leaves the bundle as it was.
        """
        with self._lock:
            body = {"entries": self._log.seq + 1}
            _, head = self._log.next("seal", body)
            draft = self.folder / (SEAL + ".new")
            draft.write_bytes(sign(head, self._log.seq + 1))
            self._log.append("seal", body)
            self._log.sync()
            draft.replace(self.folder / SEAL)
            destroy_key(self.folder)
            self._log.close()
        return head

    def close(self) -> None:
        """Let go of the log; the bundle stays open and can be resumed."""
        with self._lock:
            self._log.close()

    def _append(self, kind: EntryType, body: Any) -> None:
        with self._lock:
            self._log.append(kind, body)

    def _store(self, raw: bytes) -> str:
        digest = digest_of(raw)
        path = self.folder / blob_name(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"{path.name}.{threading.get_ident()}.new")
            draft.write_bytes(raw)
            draft.replace(path)
        return digest
