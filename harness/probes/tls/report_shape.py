"""The parts of the scanner's JSON report that are read (sslyze 6.3); everything else is passed over."""

from __future__ import annotations

import msgspec


class EphemeralKey(msgspec.Struct, frozen=True):
    """The key of an ephemeral exchange: ``type_name`` is ``DH`` or ``ECDH``, ``size`` in bits."""

    type_name: str
    size: int


class CipherSuite(msgspec.Struct, frozen=True):
    """A suite by its IANA name."""

    name: str


class Accepted(msgspec.Struct, frozen=True):
    """A suite that the host accepted."""

    cipher_suite: CipherSuite
    ephemeral_key: EphemeralKey | None = None


class Rejected(msgspec.Struct, frozen=True):
    """A suite that the host did not accept, and how."""

    error_message: str


class Suites(msgspec.Struct, frozen=True):
    """Every attempt with one protocol."""

    accepted_cipher_suites: tuple[Accepted, ...]
    rejected_cipher_suites: tuple[Rejected, ...]


class SuitesAttempt(msgspec.Struct, frozen=True):
    """``result`` is there when ``status`` is ``COMPLETED``."""

    status: str
    error_reason: str | None = None
    error_trace: str | None = None
    result: Suites | None = None


class Certificate(msgspec.Struct, frozen=True):
    """One certificate, PEM."""

    as_pem: str


class Ocsp(msgspec.Struct, frozen=True):
    """A stapled answer; ``certificate_status`` is there when ``response_status`` is ``SUCCESSFUL``."""

    certificate_status: str | None = None


class Served(msgspec.Struct, frozen=True):
    """One chain, in the order received."""

    received_certificate_chain: tuple[Certificate, ...]
    ocsp_response: Ocsp | None = None
    ocsp_response_is_trusted: bool | None = None


class Certificates(msgspec.Struct, frozen=True):
    """Every chain served to a client that names the host (SNI)."""

    certificate_deployments: tuple[Served, ...]


class CertificatesAttempt(msgspec.Struct, frozen=True):
    """``result`` is there when ``status`` is ``COMPLETED``."""

    status: str
    error_reason: str | None = None
    error_trace: str | None = None
    result: Certificates | None = None


class Attempts(msgspec.Struct, frozen=True):
    """One attempt for each thing asked of the scanner."""

    certificate_info: CertificatesAttempt
    ssl_2_0_cipher_suites: SuitesAttempt
    ssl_3_0_cipher_suites: SuitesAttempt
    tls_1_0_cipher_suites: SuitesAttempt
    tls_1_1_cipher_suites: SuitesAttempt
    tls_1_2_cipher_suites: SuitesAttempt
    tls_1_3_cipher_suites: SuitesAttempt


class Connectivity(msgspec.Struct, frozen=True):
    """What the first handshakes showed."""

    client_auth_requirement: str


class Server(msgspec.Struct, frozen=True):
    """The result for one host; ``connectivity_status`` is ``COMPLETED`` or ``ERROR``."""

    connectivity_status: str
    connectivity_error_trace: str | None = None
    connectivity_result: Connectivity | None = None
    scan_result: Attempts | None = None


class Document(msgspec.Struct, frozen=True):
    """The whole report."""

    sslyze_version: str
    server_scan_results: tuple[Server, ...]
