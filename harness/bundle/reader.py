"""A bundle as evidence: the chain is checked when it is opened, each blob's digest when it is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from criteria.evidence import MissingBlob
from criteria.observation import Close, Observation, Plan
from harness.bundle.log import GENESIS, LOG, SEAL, Opened, blob_name, chained, digest_of
from harness.bundle.store import Store, store_at
from harness.errors import TamperedError


KEPT_BYTES = 64 * 1024 * 1024
"""Bytes of verified blobs that a reader keeps: several extractors read the same page."""


class BundleReader:
    """Implements ``criteria.evidence.Evidence``. Raises ``TamperedError`` wherever bytes and digests disagree."""

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
        self.sealed = store.has(SEAL)
        self._read(_whole_lines(store.read(LOG), self.sealed))

    def _read(self, raw: bytes) -> None:
        try:
            for entry, digest in chained(raw):
                self._take(entry.type, entry.body)
                self.head = digest
                self.entries += 1
        except msgspec.DecodeError as error:
            raise TamperedError("bundle.bad_line", line=self.entries + 1) from error

    def _take(self, kind: str, body: msgspec.Raw) -> None:
        if kind == "observation":
            self._observations.append(_OBSERVATION.decode(body))
        elif kind == "close":
            self._closes.append(_CLOSE.decode(body))
        elif kind == "open":
            self.opened.append(_OPENED.decode(body))
        elif kind == "plan" and self.entries == 0:
            self.plan = _PLAN.decode(body)

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
        if self._room >= len(raw):
            self._room -= len(raw)
            self._kept[digest] = raw
        return raw

    def seal(self) -> bytes:
        """The seal's envelope; raises ``BundleError`` when the bundle is open."""
        return self._store.read(SEAL)

    def check_blobs(self) -> None:
        """Read every blob once; raises ``TamperedError`` for one that is missing or changed."""
        for digest in sorted({digest for seen in self._observations for digest in seen.blobs.values()}):
            if not self.has(digest):
                raise TamperedError("bundle.blob_missing", digest=digest)
            self.blob(digest)


def open_bundle(path: Path) -> BundleReader:
    """The bundle at ``path``; a sealed one is read whole. Raises ``BundleError`` or ``TamperedError``."""
    found = BundleReader(store_at(path))
    if found.sealed:
        found.check_blobs()
    return found


def _whole_lines(raw: bytes, sealed: bool) -> bytes:
    """An open bundle may end in a torn line, which never counts; a sealed one may not."""
    if raw.endswith(b"\n") or not raw:
        return raw
    if sealed:
        raise TamperedError("bundle.bad_line", line=raw.count(b"\n") + 1)
    return raw[: raw.rfind(b"\n") + 1]


_OBSERVATION = msgspec.json.Decoder(Observation)
_CLOSE = msgspec.json.Decoder(Close)
_OPENED = msgspec.json.Decoder(Opened)
_PLAN = msgspec.json.Decoder(Plan)
