"""A small certificate authority for the lab: the demonstration, the control app and the tests.

Its certificates follow the profile that strict validators demand (RFC 5280, CA/Browser Forum baseline):
authority key identifiers, key usage, server authentication, alternative names that are not critical, short
lives. Each departure is asked for by name, so that a flaw is never an accident. Nothing here is for production.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from harness.lab_profile import Key, KeyKind, authority, common_name, new_key, server, signed


@dataclass(frozen=True)
class Issued:
    """What a server needs: its PEM chain (leaf first, root left out) and its PEM key."""

    chain_pem: bytes
    key_pem: bytes

    def certificates(self) -> list[x509.Certificate]:
        """The chain, leaf first."""
        return x509.load_pem_x509_certificates(self.chain_pem)

    def ders(self) -> tuple[bytes, ...]:
        """The chain as a server sends it: DER, leaf first."""
        return tuple(one.public_bytes(serialization.Encoding.DER) for one in self.certificates())


@dataclass(frozen=True)
class CA:
    """A certificate authority: its certificate, its key, and the intermediates from it up to the root."""

    certificate: x509.Certificate
    key: Key
    above: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> bytes:
        """The authority's own certificate, PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def intermediate(self, name: str, *, not_after: dt.datetime | None = None) -> CA:
        """A subordinate authority; certificates that it issues carry its certificate in their chain."""
        key = new_key("ec")
        start = self.certificate.not_valid_before_utc
        certificate = signed(authority(name, key, self.certificate.subject, start, not_after), self.key)
        return CA(certificate, key, (certificate, *self.above))

    def issue(
        self,
        *names: str,
        not_before: dt.datetime | None = None,
        not_after: dt.datetime | None = None,
        key: KeyKind = "ec",
        critical_names: bool = False,
        with_chain: bool = True,
    ) -> Issued:
        """A server certificate for ``names`` (DNS names, IP addresses), valid for 90 days from an hour ago.

        ``critical_names`` marks the alternative names critical (browsers accept, strict validators refuse);
        ``with_chain=False`` leaves the intermediates out, a common mistake of server set-ups.
        """
        private = new_key(key)
        issuer = self.certificate.subject
        leaf = signed(server(names, private, issuer, not_before, not_after, critical_names), self.key)
        return _issued([leaf, *(self.above if with_chain else ())], private)


def make_ca(name: str, *, not_before: dt.datetime | None = None, not_after: dt.datetime | None = None) -> CA:
    """A new root authority, valid for ten years from an hour ago unless told otherwise."""
    key = new_key("ec")
    return CA(signed(authority(name, key, common_name(name), not_before, not_after), key), key)


def self_signed(
    *names: str,
    not_before: dt.datetime | None = None,
    not_after: dt.datetime | None = None,
    key: KeyKind = "ec",
) -> Issued:
    """A server certificate that no authority signed."""
    private = new_key(key)
    return _issued([signed(server(names, private, common_name(names[0]), not_before, not_after), private)], private)


def _issued(chain: list[x509.Certificate], key: Key) -> Issued:
    pem = b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in chain)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Issued(pem, private)
