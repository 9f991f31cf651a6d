"""Which addresses a reviewer's machine may speak to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NEVER_GLOBAL = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # shared by carriers, RFC 6598
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "240.0.0.0/4",
        "::/96",  # IPv4-compatible, RFC 4291
        "::ffff:0:0/96",
        "64:ff9b::/96",  # NAT64, RFC 6052: the embedded address cannot be judged from here
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",  # Teredo and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
)


def is_public(address: str) -> bool:
    """Whether this literal address is an ordinary one of the public internet."""
    found = _parse(address)
    if found is None or not found.is_global or found.is_multicast or found.is_reserved:
        return False
    return not any(found in block for block in _NEVER_GLOBAL if block.version == found.version)


def is_lab(address: str) -> bool:
    """Whether this is a loopback or private address, where a lab runs; link-local and the like are not."""
    found = _parse(address)
    if found is None or found.is_link_local or found.is_multicast or found.is_unspecified:
        return False
    if found.is_loopback:
        return True
    blocks = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
    return any(found in ip_network(block) for block in blocks if ip_network(block).version == found.version)


def _parse(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None
