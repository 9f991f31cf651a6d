"""The certificate profile of the lab's authority: which extensions its certificates carry (RFC 5280, section 4.2)."""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
KeyKind = Literal["ec", "rsa", "ec-192", "rsa-1024"]
LEAF_LIFE = dt.timedelta(days=90)
CA_LIFE = dt.timedelta(days=3650)


def new_key(kind: KeyKind) -> Key:
    """A private key: P-256, RSA 2048, or one of the two weak kinds."""
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    if kind == "ec-192":
        return ec.generate_private_key(ec.SECP192R1())
    return rsa.generate_private_key(65537, 1024 if kind == "rsa-1024" else 2048)


def common_name(text: str) -> x509.Name:
    """A subject that holds this common name alone."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def authority(
    name: str, key: Key, issuer: x509.Name, not_before: dt.datetime | None, not_after: dt.datetime | None
) -> x509.CertificateBuilder:
    """An authority's certificate, yet to be signed; ten years from an hour ago unless told otherwise."""
    builder = _builder(common_name(name), key, issuer, not_before, not_after, CA_LIFE)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return builder.add_extension(_usage(signs_certificates=True), critical=True)


def server(
    names: tuple[str, ...],
    key: Key,
    issuer: x509.Name,
    not_before: dt.datetime | None,
    not_after: dt.datetime | None,
    critical_names: bool = False,
) -> x509.CertificateBuilder:
    """A server's certificate, yet to be signed; 90 days from an hour ago unless told otherwise."""
    alternative = x509.SubjectAlternativeName([_general_name(name) for name in names])
    return (
        _builder(common_name(names[0]), key, issuer, not_before, not_after, LEAF_LIFE)
        .add_extension(alternative, critical=critical_names)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(wraps_keys=isinstance(key, rsa.RSAPrivateKey)), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )


def signed(builder: x509.CertificateBuilder, key: Key) -> x509.Certificate:
    """The certificate signed with SHA-256, its authority key identifier added."""
    aki = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    return builder.add_extension(aki, critical=False).sign(key, hashes.SHA256())


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
