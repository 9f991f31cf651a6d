"""The redactor: knows every secret of an audit and takes it, in every form, out of what is about to be stored."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from joserfc.jwk import Key

from criteria.observation import Secret
from harness.redaction.names import drawn
from harness.redaction.reading import REFERENCE, Reading
from harness.redaction.vault import Vault
from harness.redaction.walk import rewritten

SPACE = "space.exchange"
CALLBACK = "callback"
BUSINESS = frozenset({"read", "write", "capability", "foreign"})
"""Purposes at the space whose ``code`` is that of FHIR: a drawn one is a secret there too, another is not."""
GUESSED = frozenset({"cookie", "csrf", "exposed"})
"""Kinds that a caller guesses from where a value stood: looked for elsewhere only when it also looks drawn."""


class Redactor:
    """Thread-safe. ``key`` makes the digests; it lives outside the bundle and is destroyed at sealing."""

    def __init__(self, key: bytes) -> None:
        self._vault = Vault(key)
        self._lock = threading.RLock()

    @property
    def keys(self) -> dict[str, Key]:
        """The public keys by name that may have signed a JWT; the one that did is recorded as ``verified_by``."""
        return self._vault.keys

    def add(self, value: str, kind: str) -> Secret | None:
        """Register a secret; from now on no form of it is stored. Returns what may be stored instead."""
        if not value or REFERENCE.search(value):
            return None
        with self._lock:
            ref = self._vault.take(value, kind, kind not in GUESSED or drawn(value))
            return self._table({ref})[0]

    def observation(
        self, kind: str, data: dict[str, Any], blobs: Mapping[str, bytes]
    ) -> tuple[dict[str, Any], dict[str, bytes], tuple[Secret, ...]]:
        """``data`` and ``blobs`` with every secret replaced by its reference, and the secrets that were there.

        Everything is read before anything is replaced, so that a secret which shows itself in the body is also
        taken out of the address.
        """
        tame: dict[str, Any] = msgspec.to_builtins(data)
        oauth = _speaks_oauth(kind, tame)
        with self._lock:
            reading = Reading(self._vault, oauth)
            rewritten(tame, reading.notice)
            for raw in blobs.values():
                reading.notice_blob(raw)
            clean = rewritten(tame, reading.replaced)
            stored = {name: reading.stored(raw) for name, raw in blobs.items()}
            return clean, stored, tuple(self._table(reading.used))

    def text(self, value: str) -> str:
        """``value`` with every known secret replaced (for logs, the console, error sentences)."""
        with self._lock:
            return Reading(self._vault).replaced(value)

    def _table(self, refs: Iterable[str]) -> list[Secret]:
        """What may be stored of these secrets: what is derived of one may hold another (a nonce in a token)."""
        return [
            msgspec.structs.replace(one, derived=rewritten(one.derived, Reading(self._vault).replaced))
            if one.derived
            else one
            for one in self._vault.table(refs)
        ]


def _speaks_oauth(kind: str, data: Mapping[str, Any]) -> bool:
    """Whether every ``code``, ``state`` and ``nonce`` of the observation is OAuth's, whatever it looks like."""
    if kind == SPACE:
        return data.get("purpose") not in BUSINESS
    return (data.get("tags") or {}).get("step") == CALLBACK


def reference_of(text: str) -> list[str]:
    """The references of secrets that stand in a redacted text."""
    return REFERENCE.findall(text)
