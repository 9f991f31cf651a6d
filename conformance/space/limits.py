"""Quotas: a token bucket for each client, and one for each client and person. No public text gives a number."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from threading import Lock

import msgspec


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How much is allowed: ``per_second`` calls in the long run, ``burst`` at once (at least 1)."""

    per_second: float
    burst: int


class _Bucket(msgspec.Struct):
    """``left`` calls at the moment ``at`` (seconds of the monotonic clock)."""

    left: float
    at: float


class Limits:
    """The quotas of a space. Without a rate, that kind of quota is off. ``clock`` gives monotonic seconds."""

    def __init__(
        self, client: Rate | None, person: Rate | None, clock: Callable[[], float] = time.monotonic, keep: int = 10_000
    ) -> None:
        self._client, self._person, self._clock, self._keep = client, person, clock, keep
        self._buckets: dict[tuple[str, ...], _Bucket] = {}
        self._lock = Lock()

    def take(self, client_id: str, login: str) -> int:
        """Take one call. Return 0 when it is allowed, else the seconds to wait (at least 1): nothing is taken then."""
        named = (((client_id,), self._client), ((client_id, login), self._person))
        asked = [(key, rate) for key, rate in named if rate is not None]
        if not asked:
            return 0
        with self._lock:
            now = self._clock()
            buckets = [self._filled(key, rate, now) for key, rate in asked]
            waits = [(1 - one.left) / rate.per_second for one, (_, rate) in zip(buckets, asked, strict=True)]
            if max(waits) > 0:
                return max(1, math.ceil(max(waits)))
            for one in buckets:
                one.left -= 1
        return 0

    def _filled(self, key: tuple[str, ...], rate: Rate, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= self._keep:
                self._forget(now)
            bucket = self._buckets[key] = _Bucket(float(rate.burst), now)
        bucket.left = min(float(rate.burst), bucket.left + (now - bucket.at) * rate.per_second)
        bucket.at = now
        return bucket

    def _forget(self, now: float) -> None:
        """Let go of the buckets that are full again: a new one is the same."""
        for key, bucket in tuple(self._buckets.items()):
            rate = self._client if len(key) == 1 else self._person
            if rate is None or bucket.left + (now - bucket.at) * rate.per_second >= rate.burst:
                del self._buckets[key]
