"""A deadline that holds even against a peer that sends one byte at a time."""

from __future__ import annotations

import contextlib
import socket
import time
from threading import Lock, Timer
from types import TracebackType


class Watchdog:
    """Shuts every guarded connection down when the time is over. Use as a context manager; seconds, monotonic.

    A duplicate of each socket is kept, so that shutting down never touches the object that another thread reads
    (a TLS socket would lose its state under the reader).
    """

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._lock = Lock()
        self._guarded: list[socket.socket] = []
        self._timer = Timer(seconds, self._fire)
        self._timer.daemon = True
        self.fired = False

    def left(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._until - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether the deadline has passed."""
        return self.fired or self.left() == 0.0

    def guard(self, sock: socket.socket) -> None:
        """Bind this connection to the deadline."""
        with self._lock:
            self._guarded.append(sock.dup())
            if self.fired:
                _shut(self._guarded[-1])

    def _fire(self) -> None:
        with self._lock:
            self.fired = True
            for sock in self._guarded:
                _shut(sock)

    def __enter__(self) -> Watchdog:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for sock in self._guarded:
                sock.close()
            self._guarded.clear()


def _shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the peer may have gone already
        sock.shutdown(socket.SHUT_RDWR)
