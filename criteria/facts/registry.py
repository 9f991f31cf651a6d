"""Extractors: pure, versioned readers from an observation's bytes to typed facts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any, TypeVar

import msgspec

from criteria.evidence import Evidence
from criteria.observation import Observation

Blob = Callable[[str], bytes]
Read = Callable[[Observation, Blob], Iterable[Any]]
FactT = TypeVar("FactT")
FactCache = MutableMapping[tuple[str, str, int], tuple[Any, ...]]
"""Extracted facts by (digest of the observation, fact name, extractor version)."""


class Extractor(msgspec.Struct, frozen=True):
    """One reader: the fact type that it yields, the observation kind it reads, and its version."""

    fact: type
    kind: str
    version: int
    read: Read


_EXTRACTORS: dict[tuple[type, str], Extractor] = {}


def extractor(fact: type, *, kind: str, version: int) -> Callable[[Read], Read]:
    """Register the decorated function as the reader of ``fact`` from observations of ``kind``."""

    def register(read: Read) -> Read:
        if (fact, kind) in _EXTRACTORS:
            raise ValueError(f"two extractors read {fact.__name__} from {kind}")
        _EXTRACTORS[fact, kind] = Extractor(fact, kind, version, read)
        return read

    return register


def extractor_of(fact: type, kind: str) -> Extractor | None:
    """The extractor that reads ``fact`` from observations of ``kind``."""
    return _EXTRACTORS.get((fact, kind))


class FactReader:
    """Reads facts out of one piece of evidence, each observation once for each extractor."""

    def __init__(self, evidence: Evidence, cache: FactCache | None = None) -> None:
        self._evidence = evidence
        self._cache: FactCache = {} if cache is None else cache
        self._digests: dict[str, str] = {}

    def read(self, fact: type[FactT], seen: Observation) -> tuple[FactT, ...]:
        """The facts of this type in this observation; empty when its kind holds none or a blob is missing."""
        known = extractor_of(fact, seen.kind)
        if known is None or not all(self._evidence.has(digest) for digest in seen.blobs.values()):
            return ()
        return self._once(known, seen)

    def _once(self, known: Extractor, seen: Observation) -> tuple[Any, ...]:
        key = (self._digest(seen), known.fact.__name__, known.version)
        if key not in self._cache:
            self._cache[key] = tuple(known.read(seen, self._evidence.blob))
        return self._cache[key]

    def _digest(self, seen: Observation) -> str:
        if seen.id not in self._digests:
            self._digests[seen.id] = hashlib.sha256(msgspec.json.encode(seen)).hexdigest()
        return self._digests[seen.id]
