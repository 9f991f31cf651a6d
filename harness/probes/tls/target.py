"""What is scanned: a host, a port, and the one address that was pinned for it."""

from __future__ import annotations

import ipaddress
import re

import msgspec

from harness.errors import LookFailed

_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*")
_PLACE = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(:(?P<port>[0-9]{1,5}))?")
HTTPS = 443


class Target(msgspec.Struct, frozen=True):
    """``host`` is a lower-case A-label name or an IP address without brackets; ``address`` the one to dial."""

    host: str
    port: int
    address: str = ""

    @property
    def endpoint(self) -> str:
        """Host and port, as a person reads them."""
        return f"{self.bracketed}:{self.port}"

    @property
    def bracketed(self) -> str:
        """The host as a URL writes it (RFC 3986, section 3.2.2)."""
        return f"[{self.host}]" if ":" in self.host else self.host

    def at(self, address: str) -> Target:
        """The same target, pinned to ``address``."""
        return Target(self.host, self.port, address)


def read_target(place: str) -> Target:
    """The target that ``host`` or ``host:port`` names; raises ``LookFailed`` (``tls.target_invalid``).

    Strict, because the host becomes part of another program's command line.
    """
    found = _PLACE.fullmatch(place.lower())
    host = found["host"].strip("[]").rstrip(".") if found else ""
    port = int(found["port"] or HTTPS) if found else 0
    if not (_is_address(host) or _NAME.fullmatch(host)) or not 0 < port < 65536:
        raise LookFailed("tls.target_invalid", target=place)
    return Target(host, port)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
