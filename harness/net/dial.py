"""Opens the one connection of an exchange, to a pinned and permitted address, and says why when it cannot."""

from __future__ import annotations

import errno
import socket

from harness.net.meter import Meter
from harness.net.policy import NetPolicy
from harness.net.resolver import PinnedResolver
from harness.net.watchdog import Watchdog

_REFUSED = frozenset((errno.ECONNREFUSED, errno.ECONNRESET))


class NoConnection(OSError):
    """No connection was opened; ``Dial.error`` holds the code."""


class Dial:
    """The network side of one exchange. ``peer`` is the address spoken to, ``error`` why there was none."""

    def __init__(
        self, policy: NetPolicy, resolver: PinnedResolver, watchdog: Watchdog, meter: Meter, beyond_scope: bool
    ) -> None:
        self._policy = policy
        self._resolver = resolver
        self._beyond_scope = beyond_scope
        self.watchdog = watchdog
        self.meter = meter
        self.peer = ""
        self.error = ""
        self.detail = ""

    def connect(self, host: str, port: int) -> socket.socket:
        """Connect to the first pinned address that answers; raises ``NoConnection``.

        Scope and address are checked here, on what is really dialled, whatever the caller checked before.
        """
        name = host.strip("[]").rstrip(".").lower()
        if not self._beyond_scope and not self._policy.in_scope(name, port):
            raise self._fail("out_of_scope", f"{name}:{port}")
        pin = self._resolver.pin(name)
        addresses = [address for address in pin.addresses if self._policy.permits(address)]
        if not addresses:
            raise self._fail(pin.error or "forbidden_address", " ".join(pin.refused) or name)
        for address in addresses:
            try:
                return self._open(address, pin.port or port)
            except OSError as error:
                self._remember(error)
        raise NoConnection(self.detail)

    def _open(self, address: str, port: int) -> socket.socket:
        seconds = max(0.001, min(self._policy.connect_s, self.watchdog.left()))
        sock = socket.create_connection((address, port), timeout=seconds)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.watchdog.guard(sock)
        self.peer, self.error, self.detail = address, "", ""
        return sock

    def _remember(self, error: OSError) -> None:
        if self.error == "refused":
            return
        if error.errno in _REFUSED:
            self.error = "refused"
        else:
            self.error = "timeout" if isinstance(error, TimeoutError) else "unreachable"
        self.detail = error.strerror or str(error)

    def _fail(self, code: str, detail: str) -> NoConnection:
        self.error, self.detail = code, detail
        return NoConnection(detail)
