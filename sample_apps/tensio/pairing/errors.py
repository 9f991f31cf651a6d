"""What can go wrong between the app and the space.

SpaceError
 +-- CallbackRefused    the callback is not one that this browser session asked for
 +-- SpaceSaidNo        the space answered with an error that it named
 +-- SpaceUnavailable   the space did not answer, or answered what cannot be read
"""

from __future__ import annotations


class SpaceError(Exception):
    """Base of the tree; ``reason`` names a sentence in ``templates/space-words.html``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CallbackRefused(SpaceError):
    """Forged, replayed, mixed-up or stale callback, or an ``id_token`` that does not hold."""


class SpaceSaidNo(SpaceError):
    """An OAuth error."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


class SpaceUnavailable(SpaceError):
    """No usable answer; ``status`` and ``retry_after`` are those of an answer that asks to come back later."""

    def __init__(self, reason: str, status: int = 0, retry_after: str = "") -> None:
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after
