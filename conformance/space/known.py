"""What was worked out of a call's two tokens, kept as long as it must come out the same.

Who may do what depends on the database and, through dates of expiry and limits of approval, on the second. An answer is
kept for one second, and only while nothing changed that it may depend on (``Store.generation``): so a withdrawn
consent or a revoked token has effect on the very next call.
"""

from __future__ import annotations

import hashlib
from typing import Generic, TypeVar

from sqlalchemy import Connection
from starlette.requests import Request

from conformance.space.store import Store

T = TypeVar("T")
Moment = tuple[int, int]
_MOST = 10_000


class Known(Generic[T]):
    """Answers by what was asked. Bounded: at most 10,000."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[bytes, tuple[Moment, T]] = {}

    def moment(self, connection: Connection | None = None) -> Moment:
        """Return the moment: to be asked before the answer is worked out. ``connection``: one that reads already."""
        return self._store.generation(connection), self._store.now()

    def find(self, key: bytes, moment: Moment) -> T | None:
        """Return the answer if it was worked out at this very moment."""
        kept = self._kept.get(key)
        return kept[1] if kept is not None and kept[0] == moment else None

    def keep(self, key: bytes, moment: Moment, answer: T) -> None:
        """Keep an answer."""
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key] = (moment, answer)


def key_of(request: Request, operation: str, *headers: str) -> bytes | None:
    """Return the digest of what a call presents; ``None`` when it must be judged anew (a DPoP proof is used once)."""
    presented = [request.headers.getlist(name) for name in headers]
    if not presented[0] or not presented[0][0].lower().startswith("bearer "):
        return None
    return hashlib.sha256(repr((operation, presented)).encode("utf-8", "surrogatepass")).digest()
