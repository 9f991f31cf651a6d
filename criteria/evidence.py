"""Evidence: what the judge is given. ``harness`` implements it on disk, tests in a few lines of memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from criteria.observation import Close, Observation, Plan


class MissingBlob(Exception):
    """The bundle names a blob that it does not hold."""


class Evidence(Protocol):
    """A bundle as the judge sees it. Nothing here may depend on where or when it is read."""

    @property
    def head(self) -> str:
        """Digest of the whole chain of entries (``sha256:...``)."""

    @property
    def plan(self) -> Plan | None:
        """The first entry, or ``None`` when it is not there."""

    @property
    def observations(self) -> Sequence[Observation]:
        """Every observation in recorded order."""

    @property
    def closes(self) -> Sequence[Close]:
        """How every attempt at a look ended, in recorded order."""

    def has(self, digest: str) -> bool:
        """Whether the blob is there (its bytes match the digest when read)."""

    def blob(self, digest: str) -> bytes:
        """The stored bytes; raises ``MissingBlob``."""
