"""The bounds and permissions of one audit's network use."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Literal

import msgspec

from harness.net.addresses import is_lab, is_public


def user_agent() -> str:
    """How the client introduces itself."""
    try:
        known = version("probant")
    except PackageNotFoundError:
        known = "0"
    return f"Probant/{known} (+conformance audit)"


class NetPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What the client may do. Seconds are of the monotonic clock, sizes are bytes.

    ``scope`` holds hosts in lower-case A-labels, with ``:port`` to mean that port alone (``[::1]:443``).
    ``lab_ca`` is PEM text, honoured in profile ``lab`` only. ``max_ratio`` is the expansion beyond which a
    compressed body is a bomb.
    """

    profile: Literal["standard", "lab"] = "standard"
    scope: tuple[str, ...] = ()
    lab_ca: str = ""
    deadline_s: float = 20.0
    connect_s: float = 8.0
    max_header_bytes: int = 64 * 1024
    max_body_bytes: int = 2 * 1024 * 1024
    max_ratio: int = 100
    max_layers: int = 3
    agent: str = msgspec.field(default_factory=user_agent)
    languages: str = "fr, en;q=0.5"

    def __post_init__(self) -> None:
        if self.lab_ca and self.profile != "lab":
            raise ValueError("a private CA is honoured in profile lab only")

    def permits(self, address: str) -> bool:
        """Whether this literal address may be spoken to."""
        return is_public(address) or (self.profile == "lab" and is_lab(address))

    def in_scope(self, host: str, port: int) -> bool:
        """Whether this host, on this port, belongs to the audit."""
        written = f"[{host}]" if ":" in host else host
        return host in self.scope or f"{written}:{port}" in self.scope
