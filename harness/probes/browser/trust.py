"""Certificates that the browser may take although no public authority signed them: those of the lab's own, verified."""

from __future__ import annotations

import base64
import hashlib
import socket
import ssl
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from harness.net import NetPolicy, PinnedResolver
from harness.net.trust import verifying

HANDSHAKE_S = 8.0


class Trust(msgspec.Struct, frozen=True):
    """``pins`` are digests of public keys that our own verification accepted under the lab's authority; ``broken`` the
    hosts whose certificate it did not accept."""

    pins: tuple[str, ...] = ()
    broken: frozenset[str] = frozenset()


def trust_of(hosts: Iterable[str], world: Mapping[str, str], policy: NetPolicy, resolver: PinnedResolver) -> Trust:
    """Verify each host (``host:port``) as ``SafeClient`` does, and each host of the lab's world at its address."""
    pins: list[str] = []
    broken: set[str] = set()
    asked = [(*_parts(host), "") for host in hosts] + [(*_parts(host), where) for host, where in world.items()]
    for host, port, where in asked:
        address, at = _parts(where) if where else ((resolver.pin(host).addresses or ("",))[0], port)
        if not address or not policy.permits(address):
            continue
        try:
            found = _leaf(host, address, at, policy.lab_ca)
        except ssl.SSLError:
            broken.add(host)
            continue
        except OSError:
            continue
        if policy.lab_ca:
            pins.append(_digest(found))
    return Trust(tuple(dict.fromkeys(pins)), frozenset(broken))


def pin_of(pem: bytes) -> str:
    """The pin of the first certificate in a PEM file: the lab's own space, which is not there yet."""
    return _digest(x509.load_pem_x509_certificates(pem)[0].public_bytes(Encoding.DER))


def _leaf(host: str, address: str, port: int, lab_ca: str) -> bytes:
    with (
        socket.create_connection((address, port), timeout=HANDSHAKE_S) as plain,
        verifying(lab_ca).wrap_socket(plain, server_hostname=host) as secure,
    ):
        return secure.getpeercert(binary_form=True) or b""


def _digest(der: bytes) -> str:
    key = x509.load_der_x509_certificate(der).public_key()
    raw = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(raw).digest()).decode()


def _parts(authority: str) -> tuple[str, int]:
    parts = urlsplit(f"//{authority}")
    return parts.hostname or "", parts.port or 443
