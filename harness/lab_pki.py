"""A small certificate authority for the lab: the demonstration, the control app and the tests.

Its certificates follow the profile that strict validators demand (RFC 5280, CA/Browser Forum baseline):
authority key identifiers, key usage, server authentication, alternative names that are not critical, short
lives. Each departure is asked for by name, so that a flaw is never an accident. Nothing here is for production.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
KeyKind = Literal["ec", "rsa", "ec-192", "rsa-1024"]

LEAF_LIFE = dt.timedelta(days=90)
CA_LIFE = dt.timedelta(days=3650)


@dataclass(frozen=True)
class Issued:
    """What a server needs: its PEM chain (leaf first, root left out) and its PEM key."""

    chain_pem: bytes
    key_pem: bytes

    def certificates(self) -> list[x509.Certificate]:
        """The chain, leaf first."""
        return x509.load_pem_x509_certificates(self.chain_pem)


@dataclass(frozen=True)
class CA:
    """A certificate authority: its certificate, its key, and the intermediates between it and the root."""

    certificate: x509.Certificate
    key: Key
    above: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> bytes:
        """The authority's own certificate, PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def intermediate(self, name: str, *, not_after: dt.datetime | None = None) -> CA:
        """A subordinate authority; certificates that it issues carry its certificate in their chain."""
        key = _new_key("ec")
        start = self.certificate.not_valid_before_utc
        builder = _ca_builder(name, key, self.certificate.subject, start, not_after)
        certificate = _sign(builder, self.key)
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
        private = _new_key(key)
        issuer = self.certificate.subject
        leaf = _sign(_leaf_builder(names, private, issuer, not_before, not_after, critical_names), self.key)
        return _issued([leaf, *(self.above if with_chain else ())], private)


def make_ca(name: str, *, not_before: dt.datetime | None = None, not_after: dt.datetime | None = None) -> CA:
    """A new root authority, valid for ten years from an hour ago unless told otherwise."""
    key = _new_key("ec")
    builder = _ca_builder(name, key, _name(name), not_before, not_after)
    return CA(_sign(builder, key), key)


def self_signed(
    *names: str,
    not_before: dt.datetime | None = None,
    not_after: dt.datetime | None = None,
    key: KeyKind = "ec",
) -> Issued:
    """A server certificate that no authority signed."""
    private = _new_key(key)
    builder = _leaf_builder(names, private, _name(names[0]), not_before, not_after, False)
    return _issued([_sign(builder, private)], private)


def _new_key(kind: KeyKind) -> Key:
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    if kind == "ec-192":
        return ec.generate_private_key(ec.SECP192R1())
    return rsa.generate_private_key(65537, 1024 if kind == "rsa-1024" else 2048)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(
    subject: x509.Name,
    key: Key,
    issuer: x509.Name,
    not_before: dt.datetime | None,
    not_after: dt.datetime | None,
    life: dt.timedelta,
) -> x509.CertificateBuilder:
    start = not_before or dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(not_after or start + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _ca_builder(
    name: str, key: Key, issuer: x509.Name, not_before: dt.datetime | None, not_after: dt.datetime | None
) -> x509.CertificateBuilder:
    builder = _builder(_name(name), key, issuer, not_before, not_after, CA_LIFE)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return builder.add_extension(_usage(signs_certificates=True), critical=True)


def _leaf_builder(
    names: tuple[str, ...],
    key: Key,
    issuer: x509.Name,
    not_before: dt.datetime | None,
    not_after: dt.datetime | None,
    critical_names: bool,
) -> x509.CertificateBuilder:
    alternative = x509.SubjectAlternativeName([_general_name(name) for name in names])
    return (
        _builder(_name(names[0]), key, issuer, not_before, not_after, LEAF_LIFE)
        .add_extension(alternative, critical=critical_names)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(wraps_keys=isinstance(key, rsa.RSAPrivateKey)), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage(*, signs_certificates: bool = False, wraps_keys: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=wraps_keys,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _sign(builder: x509.CertificateBuilder, key: Key) -> x509.Certificate:
    aki = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    return builder.add_extension(aki, critical=False).sign(key, hashes.SHA256())


def _issued(chain: list[x509.Certificate], key: Key) -> Issued:
    pem = b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in chain)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Issued(pem, private)
