"""A bundle as evidence: the chain is checked when it is opened, each blob's digest when it is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from criteria.evidence import MissingBlob
from criteria.observation import Close, Observation, Plan
from harness.bundle.log import GENESIS, LOG, SEAL, Entry, Opened, blob_name, chained, digest_of, whole_size
from harness.bundle.shapes import read_close, read_ended, read_observation, read_opened, read_plan
from harness.bundle.store import Store, store_at
from harness.errors import TamperedError

KEPT_BYTES = 64 * 1024 * 1024
"""Bytes of blobs that a reader keeps: what was checked is what is judged, and several extractors read the same page."""


class BundleReader:
    """Implements ``criteria.evidence.Evidence``. Raises ``TamperedError`` wherever bytes and digests disagree.

    ``sealed``: the seal is there (whoever opens a sealed bundle checks it by ``reports.signing.check_seal``).
    ``ended``: the last entry says so, with or without a seal after it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._observations: list[Observation] = []
        self._closes: list[Close] = []
        self._kept: dict[str, bytes] = {}
        self._room = KEPT_BYTES
        self.opened: list[Opened] = []
        self.plan: Plan | None = None
        self.head = GENESIS
        self.entries = 0
        self.ended = False
        self.sealed = store.has(SEAL)
        self._read(_whole_lines(store.read(LOG), self.sealed))
        if self.sealed and not self.ended:
            raise TamperedError("bundle.seal_wrong")

    def _read(self, raw: bytes) -> None:
        for entry, digest in chained(raw):
            if self.ended or (entry.type == "plan") != (self.entries == 0):
                raise TamperedError("bundle.bad_line", line=entry.seq + 1)
            try:
                self._take(entry)
            except (ValueError, RecursionError) as error:
                raise TamperedError("bundle.bad_line", line=entry.seq + 1) from error
            self.head = digest
            self.entries += 1

    def _take(self, entry: Entry) -> None:
        if entry.type == "observation":
            self._observations.append(read_observation(entry.body, entry.seq))
        elif entry.type == "close":
            self._closes.append(read_close(entry.body))
        elif entry.type == "open":
            self.opened.append(read_opened(entry.body))
        elif entry.type == "plan":
            self.plan = read_plan(entry.body)
        else:
            self.ended = read_ended(entry.body, entry.seq)

    @property
    def observations(self) -> Sequence[Observation]:
        return self._observations

    @property
    def closes(self) -> Sequence[Close]:
        return self._closes

    def has(self, digest: str) -> bool:
        return digest in self._kept or self._store.has(blob_name(digest))

    def blob(self, digest: str) -> bytes:
        if digest in self._kept:
            return self._kept[digest]
        if not self.has(digest):
            raise MissingBlob(digest)
        raw = self._store.read(blob_name(digest))
        if digest_of(raw) != digest:
            raise TamperedError("bundle.blob_changed", digest=digest)
        if len(raw) <= self._room:
            self._room -= len(raw)
            self._kept[digest] = raw
        return raw

    def seal(self) -> bytes:
        """The seal's envelope; raises ``BundleError`` when the bundle is open."""
        return self._store.read(SEAL)

    def check_blobs(self) -> None:
        """Read every blob once; raises ``TamperedError`` for one that was changed, or that a sealed bundle lacks."""
        for digest in sorted({digest for seen in self._observations for digest in seen.blobs.values()}):
            if self.has(digest):
                self.blob(digest)
            elif self.sealed:
                raise TamperedError("bundle.blob_missing", digest=digest)


def open_bundle(path: Path) -> BundleReader:
    """The bundle at ``path``, every blob read once. Raises ``BundleError`` or ``TamperedError``.

    A blob that an open bundle lacks is a gap for the judge; a sealed bundle may lack none.
    """
    found = BundleReader(store_at(path))
    found.check_blobs()
    return found


def _whole_lines(raw: bytes, sealed: bool) -> bytes:
    """An open bundle may end in a torn line, which never counts; a sealed one may not."""
    whole = raw[: whole_size(raw)]
    if sealed and whole != raw:
        raise TamperedError("bundle.bad_line", line=raw.count(b"\n") + 1)
    return whole
