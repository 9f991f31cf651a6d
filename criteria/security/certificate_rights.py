"""What an authority's certificate allows it to sign (RFC 5280, 4.2.1.3, 4.2.1.9, 4.2.1.10)."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any, TypeVar

from cryptography import x509

ExtensionT = TypeVar("ExtensionT", bound=x509.ExtensionType)
Name = str | IPv4Address | IPv6Address
Subtree = str | IPv4Network | IPv6Network


def extension(certificate: x509.Certificate, kind: type[ExtensionT]) -> ExtensionT | None:
    """The certificate's extension of this kind; ``None`` when absent or unreadable."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return None


def may_sign(issuer: x509.Certificate, authorities_below: int) -> bool:
    """Whether ``issuer`` is an authority that may stand above this many others on a path."""
    basic = extension(issuer, x509.BasicConstraints)
    usage = extension(issuer, x509.KeyUsage)
    if basic is None or not basic.ca or (usage is not None and not usage.key_cert_sign):
        return False
    return basic.path_length is None or authorities_below <= basic.path_length


def permits(authorities: Iterable[x509.Certificate], leaf: x509.Certificate) -> bool:
    """Whether no authority of the path forbids a name of ``leaf`` by its name constraints."""
    limits = [found for one in authorities if (found := extension(one, x509.NameConstraints)) is not None]
    return all(_allowed(name, limit) for limit in limits for name in _names(leaf))


def _names(leaf: x509.Certificate) -> list[Any]:
    san = extension(leaf, x509.SubjectAlternativeName)
    if san is None:
        return []
    return [one.value for one in san if isinstance(one, x509.DNSName | x509.IPAddress)]


def _allowed(name: Name, limit: x509.NameConstraints) -> bool:
    trees = _trees(limit.permitted_subtrees)
    permitted = [tree for tree in trees if isinstance(tree, str) == isinstance(name, str)]
    if any(_inside(name, tree) for tree in _trees(limit.excluded_subtrees)):
        return False
    return not permitted or any(_inside(name, tree) for tree in permitted)


def _trees(subtrees: Iterable[x509.GeneralName] | None) -> list[Any]:
    return [tree.value for tree in subtrees or () if isinstance(tree, x509.DNSName | x509.IPAddress)]


def _inside(name: Name, tree: Subtree) -> bool:
    if isinstance(name, str):
        return isinstance(tree, str) and _is_under(name.lower(), tree.lower().lstrip("."))
    return not isinstance(tree, str) and name.version == tree.version and name in tree


def _is_under(name: str, tree: str) -> bool:
    return not tree or name == tree or name.endswith(f".{tree}")
