"""The stream of events of a running audit; every view of it (terminal, JSON lines) consumes the same stream."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from criteria.observation import Close, Look, Plan


class Planned(msgspec.Struct, frozen=True):
    """The plan is recorded."""

    plan: Plan


class LookOpened(msgspec.Struct, frozen=True):
    """An attempt at a look begins."""

    look: Look


class LookClosed(msgspec.Struct, frozen=True):
    """An attempt at a look ended."""

    look: Look
    close: Close


class Sealed(msgspec.Struct, frozen=True):
    """The bundle is sealed; ``head`` is the digest of its chain."""

    head: str


Event = Planned | LookOpened | LookClosed | Sealed
Listener = Callable[[Event], None]
