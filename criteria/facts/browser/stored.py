"""What a page left on the machine, or read from it: cookies, storage, calls that tell machines apart."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.browser_record import CookieRecord, FingerprintRecord, StorageRecord
from criteria.facts.http.urls import host_of
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation


class BrowserCookie(CookieRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.cookie``; a value that is a secret is a reference."""

    @property
    def host(self) -> str:
        """The domain without its dot, lower-case."""
        return self.domain.lstrip(".").lower()


class BrowserStorage(StorageRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.storage``."""

    @property
    def host(self) -> str:
        """The host of its origin."""
        return host_of(self.origin)


class FingerprintCall(FingerprintRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.fingerprint``."""

    @property
    def host(self) -> str:
        """The host of the calling script; ``""`` for an inline one."""
        return host_of(self.script)


@extractor(BrowserCookie, kind="browser.cookie", version=1)
def cookies(seen: Observation, blob: Blob) -> Iterator[BrowserCookie]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, BrowserCookie)


@extractor(BrowserStorage, kind="browser.storage", version=1)
def storage(seen: Observation, blob: Blob) -> Iterator[BrowserStorage]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, BrowserStorage)


@extractor(FingerprintCall, kind="browser.fingerprint", version=1)
def fingerprints(seen: Observation, blob: Blob) -> Iterator[FingerprintCall]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, FingerprintCall)
