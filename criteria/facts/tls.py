"""What a host's TLS looks like: protocols, suites and certificates, from observations of kind ``tls.scan``.

The probe writes a ``TlsScan`` as the observation's ``data``; the chains are its blobs ``cert_0``, ``cert_1``
and so on (DER), the scanner's own report is the blob ``report`` (JSON).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from criteria.facts.certificate import CertificateChain, chain_fact
from criteria.facts.registry import extractor
from criteria.observation import Observation

Protocol = Literal["SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"]
Settled = Literal["accepted", "refused", "silent", "mixed", "not_offered", "error"]
Handshake = Literal["completed", "refused", "silent", "error", "none"]
KeyExchange = Literal["RSA", "DHE", "ECDHE", "DH", "ECDH", "anonymous", "TLS1.3", "other"]


class ProtocolOutcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How one protocol version ended, over ``tried`` attempts (one for each suite that the scanner offers).

    ``refused``: the host answered every attempt and accepted none. ``silent``: no attempt was answered in
    time. ``mixed``: none accepted, some refused and ``silent`` of them unanswered. ``not_offered``: the scanner
    has no suite to offer. ``error``: the scanner itself failed (``detail``).
    """

    protocol: Protocol
    outcome: Settled
    tried: int = 0
    silent: int = 0
    detail: str = ""

    @property
    def offered(self) -> bool:
        """Whether the scanner was able to offer this protocol."""
        return self.outcome not in ("not_offered", "error")


class Suite(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A suite that the host accepted, by its IANA name.

    ``dh_bits`` is the size of its finite-field group, where the scanner could see it. ``dh_too_small`` marks a
    group so small that the scanner broke off the handshake.
    """

    protocol: Protocol
    name: str
    key_exchange: KeyExchange
    dh_bits: int | None = None
    dh_too_small: bool = False


class Deployment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One chain that the host served, as names of blobs in the order received, and its stapled OCSP answer.

    ``ocsp`` is the answer's status (``GOOD``, ``REVOKED``, ``UNKNOWN``), empty without one; ``ocsp_trusted``
    whether the scanner could verify the answer's signature.
    """

    chain: tuple[str, ...]
    ocsp: str = ""
    ocsp_trusted: bool = False


class TlsScan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One scan of one host.

    ``reached`` is false when TCP gave no answer; ``error`` says why in the system's words. ``declared`` is false
    for a host that was only seen in traffic. ``handshake`` is the outcome of the first handshakes, whatever the
    version.
    """

    host: str
    port: int
    address: str
    declared: bool
    reached: bool
    handshake: Handshake = "none"
    error: str = ""
    scanner: str = ""
    scanner_version: str = ""
    protocols: tuple[ProtocolOutcome, ...] = ()
    suites: tuple[Suite, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    certificate_error: str = ""

    @property
    def endpoint(self) -> str:
        """Host and port, as a person reads them."""
        return f"{self.host}:{self.port}"

    def outcome_of(self, protocol: Protocol) -> ProtocolOutcome:
        """The outcome of ``protocol``; ``error`` when the scan does not speak of it."""
        for one in self.protocols:
            if one.protocol == protocol:
                return one
        return ProtocolOutcome(protocol=protocol, outcome="error")

    def suites_of(self, protocol: Protocol) -> tuple[Suite, ...]:
        """The suites accepted in ``protocol``."""
        return tuple(suite for suite in self.suites if suite.protocol == protocol)


@extractor(TlsScan, kind="tls.scan", version=1)
def tls_scan(obs: Observation, blob: Callable[[str], bytes]) -> Iterable[TlsScan]:
    """The scan as the probe recorded it."""
    yield msgspec.convert(obs.data, TlsScan)


@extractor(CertificateChain, kind="tls.scan", version=1)
def certificate_chains(obs: Observation, blob: Callable[[str], bytes]) -> Iterable[CertificateChain]:
    """Every chain that the host served, with the time of the look."""
    scan = msgspec.convert(obs.data, TlsScan)
    for deployment in scan.deployments:
        chain = tuple(blob(obs.blobs[name]) for name in deployment.chain)
        yield chain_fact(scan.host, obs.at, chain, deployment.ocsp, deployment.ocsp_trusted)
