"""Certificates as facts: the chain that a host served, and the roots that count."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa

from criteria.facts.registry import extractor
from criteria.observation import Observation


class CertificateChain(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One served chain (DER, leaf first) and what its leaf says. ``at`` is the time of the look.

    ``names`` are the leaf's subject alternative names (DNS names and IP addresses). ``key_bits`` is 0 for a key
    type without a size of its own. ``unreadable`` holds the parser's complaint about a malformed leaf, whose
    other fields then mean nothing.
    """

    host: str
    at: datetime
    chain: tuple[bytes, ...]
    subject: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()
    not_before: datetime | None = None
    not_after: datetime | None = None
    key_type: str = ""
    key_bits: int = 0
    signature_hash: str = ""
    ocsp: str = ""
    ocsp_trusted: bool = False
    unreadable: str = ""


class TrustStore(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Roots that count (``pem``), and where they come from.

    ``hosts`` limits them to these hosts; empty means all. ``lab`` marks a private authority that a manifest
    declares, honoured only in the lab profile.
    """

    name: str
    version: str
    pem: bytes
    lab: bool = False
    hosts: tuple[str, ...] = ()

    def counts_for(self, host: str) -> bool:
        """Whether a certificate of ``host`` may chain to these roots."""
        return not self.hosts or host in self.hosts


class TrustStoreData(msgspec.Struct, frozen=True, omit_defaults=True):
    """The data of an observation of kind ``reference.trust_store``; the roots are its blob ``pem``."""

    name: str
    version: str
    lab: bool = False
    hosts: tuple[str, ...] = ()


@extractor(TrustStore, kind="reference.trust_store", version=1)
def trust_store(obs: Observation, blob: Callable[[str], bytes]) -> Iterable[TrustStore]:
    """The roots that the audit pinned."""
    data = msgspec.convert(obs.data, TrustStoreData)
    pem = blob(obs.blobs["pem"])
    yield TrustStore(name=data.name, version=data.version, pem=pem, lab=data.lab, hosts=data.hosts)


def chain_fact(
    host: str, at: str, chain: tuple[bytes, ...], ocsp: str = "", ocsp_trusted: bool = False
) -> CertificateChain:
    """The fact of one served chain; ``at`` is the RFC 3339 time of the look."""
    when = datetime.fromisoformat(at)
    try:
        leaf = x509.load_der_x509_certificate(chain[0])
        return CertificateChain(
            host=host,
            at=when,
            chain=chain,
            subject=display_name(leaf.subject),
            issuer=display_name(leaf.issuer),
            names=subject_names(leaf),
            not_before=leaf.not_valid_before_utc,
            not_after=leaf.not_valid_after_utc,
            key_type=key_of(leaf)[0],
            key_bits=key_of(leaf)[1],
            signature_hash=signature_hash(leaf),
            ocsp=ocsp,
            ocsp_trusted=ocsp_trusted,
        )
    except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension) as broken:
        complaint = str(broken) or type(broken).__name__
        return CertificateChain(host=host, at=when, chain=chain, unreadable=complaint)


def display_name(name: x509.Name) -> str:
    """The common name where there is one, else the whole name (RFC 4514)."""
    common = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(common[0].value) if common else name.rfc4514_string()


def subject_names(certificate: x509.Certificate) -> tuple[str, ...]:
    """DNS names (lower case, no final dot) and IP addresses of the SAN (RFC 5280, 4.2.1.6)."""
    try:
        san = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    dns = (name.lower().rstrip(".") for name in san.get_values_for_type(x509.DNSName))
    return (*dns, *(str(address) for address in san.get_values_for_type(x509.IPAddress)))


def matches(names: Iterable[str], host: str) -> bool:
    """Whether ``host`` is one of ``names`` (RFC 9525, 6.3: a ``*`` stands for the whole left-most label)."""
    wanted = host.lower().rstrip(".")
    try:
        return str(ipaddress.ip_address(wanted)) in names
    except ValueError:
        parent = wanted.partition(".")[2]
        return any(name == wanted or (bool(parent) and name == f"*.{parent}") for name in names)


def key_of(certificate: x509.Certificate) -> tuple[str, int]:
    """Type and size (bits) of the certificate's key."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return "RSA", key.key_size
    if isinstance(key, ec.EllipticCurvePublicKey):
        return "EC", key.key_size
    if isinstance(key, dsa.DSAPublicKey):
        return "DSA", key.key_size
    if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        return "EdDSA", 0
    return type(key).__name__, 0


def signature_hash(certificate: x509.Certificate) -> str:
    """Name of the hash under the signature (``sha256``); empty for EdDSA and for unknown algorithms."""
    try:
        algorithm = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return ""
    return algorithm.name if algorithm else ""
