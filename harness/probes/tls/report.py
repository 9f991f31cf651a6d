"""The pure reading of a scanner's report: what a host accepted, refused or left unanswered, and what it served."""

from __future__ import annotations

import ssl

import msgspec

from criteria.facts.tls import Deployment, Handshake, Protocol, ProtocolOutcome, Suite
from harness.probes.tls.report_shape import (
    Attempts,
    Certificates,
    Document,
    Served,
    Server,
    SuitesAttempt,
)
from harness.probes.tls.suites import accepted_suites

SCANNER = "sslyze"
FIELDS: dict[Protocol, str] = {
    "SSLv2": "ssl_2_0_cipher_suites",
    "SSLv3": "ssl_3_0_cipher_suites",
    "TLSv1.0": "tls_1_0_cipher_suites",
    "TLSv1.1": "tls_1_1_cipher_suites",
    "TLSv1.2": "tls_1_2_cipher_suites",
    "TLSv1.3": "tls_1_3_cipher_suites",
}
MOST_CERTIFICATES = 32
"""Bound on what is kept of a hostile host's chains; honest ones hold two to five certificates."""
_UNANSWERED = "timed out"
_NO_COMMON_TLS = "ServerTlsConfigurationNotSupported"
_ONLY_SSL2 = "only supports SSL 2.0"


class UnreadableReport(Exception):
    """The bytes are not a report of the scanner in the version that is read here."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a report says. ``certificates`` are DER blobs by the names that ``deployments`` use."""

    version: str
    handshake: Handshake
    error: str = ""
    protocols: tuple[ProtocolOutcome, ...] = ()
    suites: tuple[Suite, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    certificates: dict[str, bytes] = {}
    certificate_error: str = ""


def read_report(raw: bytes) -> Report:
    """Read the scanner's JSON report on one host; raises ``UnreadableReport``."""
    try:
        document = msgspec.json.decode(raw, type=Document)
    except msgspec.DecodeError as error:
        raise UnreadableReport(str(error)) from error
    if len(document.server_scan_results) != 1:
        raise UnreadableReport(f"{len(document.server_scan_results)} results instead of one")
    server = document.server_scan_results[0]
    if server.scan_result is None or server.connectivity_result is None:
        return _unconnected(document.sslyze_version, server)
    wants_certificate = server.connectivity_result.client_auth_requirement != "DISABLED"
    return _scanned(document.sslyze_version, server.scan_result, wants_certificate)


def _unconnected(version: str, server: Server) -> Report:
    last = _last_line(server.connectivity_error_trace)
    if _ONLY_SSL2 in last:
        accepted = ProtocolOutcome(protocol="SSLv2", outcome="accepted")
        refused = [ProtocolOutcome(protocol=one, outcome="refused") for one in FIELDS if one != "SSLv2"]
        return Report(version=version, handshake="completed", error=last, protocols=(accepted, *refused))
    return Report(version=version, handshake="refused" if _NO_COMMON_TLS in last else "error", error=last)


def _scanned(version: str, attempts: Attempts, wants_certificate: bool) -> Report:
    found = attempts.certificate_info
    names, deployments = _deployments(found.result)
    return Report(
        version=version,
        handshake="completed",
        protocols=tuple(_outcome(protocol, _attempt(attempts, protocol)) for protocol in FIELDS),
        suites=tuple(
            suite
            for protocol in FIELDS
            for suite in accepted_suites(protocol, _attempt(attempts, protocol), wants_certificate)
        ),
        deployments=deployments,
        certificates={name: der for der, name in names.items()},
        certificate_error="" if found.result else _complaint(found.error_reason, found.error_trace),
    )


def _attempt(attempts: Attempts, protocol: Protocol) -> SuitesAttempt:
    attempt: SuitesAttempt = getattr(attempts, FIELDS[protocol])
    return attempt


def _outcome(protocol: Protocol, attempt: SuitesAttempt) -> ProtocolOutcome:
    if attempt.result is None:
        detail = _complaint(attempt.error_reason, attempt.error_trace)
        return ProtocolOutcome(protocol=protocol, outcome="error", detail=detail)
    accepted, rejected = attempt.result.accepted_cipher_suites, attempt.result.rejected_cipher_suites
    tried = len(accepted) + len(rejected)
    silent = sum(_UNANSWERED in one.error_message for one in rejected)
    if not tried:
        return ProtocolOutcome(protocol=protocol, outcome="not_offered")
    if accepted:
        return ProtocolOutcome(protocol=protocol, outcome="accepted", tried=tried, silent=silent)
    settled = {0: "refused", tried: "silent"}.get(silent, "mixed")
    detail = rejected[0].error_message.strip()
    return msgspec.convert(
        {"protocol": protocol, "outcome": settled, "tried": tried, "silent": silent, "detail": detail}, ProtocolOutcome
    )


def _deployments(found: Certificates | None) -> tuple[dict[bytes, str], tuple[Deployment, ...]]:
    names: dict[bytes, str] = {}
    served = found.certificate_deployments if found else ()
    return names, tuple(_deployment(one, names) for one in served)


def _deployment(one: Served, names: dict[bytes, str]) -> Deployment:
    chain = []
    for certificate in one.received_certificate_chain:
        der = ssl.PEM_cert_to_DER_cert(certificate.as_pem.strip())
        if der in names or len(names) < MOST_CERTIFICATES:
            chain.append(names.setdefault(der, f"cert_{len(names)}"))
    status = one.ocsp_response.certificate_status if one.ocsp_response else None
    return Deployment(chain=tuple(chain), ocsp=status or "", ocsp_trusted=one.ocsp_response_is_trusted is True)


def _complaint(reason: str | None, trace: str | None) -> str:
    return f"{reason or 'error'}: {_last_line(trace)}"


def _last_line(trace: str | None) -> str:
    lines = (trace or "").strip().splitlines()
    return lines[-1][:200] if lines else ""
