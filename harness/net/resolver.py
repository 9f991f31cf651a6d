"""Names resolved once for a whole audit, pinned and recorded, so that no answer can change under it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Literal

import msgspec

Lookup = Callable[[str], Sequence[str]]
Permit = Callable[[str], bool]
LOOKUP_S = 10.0


class Pin(msgspec.Struct, frozen=True):
    """One resolved name: the addresses that may be used, those refused, and why none may (``""`` if any may).

    ``port`` is the one to dial whatever the address names (0: the one that it names).
    """

    host: str
    addresses: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    error: Literal["", "dns", "forbidden_address"] = ""
    port: int = 0


class NotResolved(Exception):
    """The name has no address, or no answer came in time."""


def system_lookup(host: str) -> Sequence[str]:
    """Ask the system's resolver, for ten seconds at most; raises ``NotResolved``."""
    answers: SimpleQueue[Sequence[str]] = SimpleQueue()
    Thread(target=lambda: answers.put(_ask(host)), daemon=True).start()
    try:
        found = answers.get(timeout=LOOKUP_S)
    except Empty as error:
        raise NotResolved("no answer in time") from error
    if not found:
        raise NotResolved("no address")
    return found


def _ask(host: str) -> Sequence[str]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class PinnedResolver:
    """Answers with the same addresses for the same name until the audit ends. Safe to share between threads.

    ``names`` fixes addresses without a look-up (a lab's own names), ``ports`` where they are dialled; they pass through
    ``permits`` all the same.
    """

    def __init__(
        self,
        permits: Permit,
        lookup: Lookup = system_lookup,
        names: Mapping[str, Iterable[str]] | None = None,
        ports: Mapping[str, int] | None = None,
    ) -> None:
        self._permits = permits
        self._lookup = lookup
        self._names = {host: tuple(addresses) for host, addresses in (names or {}).items()}
        self._ports = dict(ports or {})
        self._pins: dict[str, Pin] = {}
        self._lock = Lock()

    def pin(self, host: str) -> Pin:
        """The pin of this host, made at its first use."""
        with self._lock:
            if host not in self._pins:
                self._pins[host] = self._resolve(host)
            return self._pins[host]

    @property
    def pins(self) -> tuple[Pin, ...]:
        """Every name resolved so far, in order of first use: what the audit records."""
        with self._lock:
            return tuple(self._pins.values())

    def _resolve(self, host: str) -> Pin:
        try:
            found = self._names[host] if host in self._names else tuple(self._lookup(host))
        except NotResolved:
            return Pin(host, error="dns")
        allowed = tuple(address for address in found if self._permits(address))
        refused = tuple(address for address in found if not self._permits(address))
        return Pin(host, allowed, refused, "" if allowed else "forbidden_address", self._ports.get(host, 0))
