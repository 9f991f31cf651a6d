"""One look of kind ``tls.scan``: dial, scan, read the report, record."""

from __future__ import annotations

import msgspec

from criteria.facts.tls import TlsScan
from criteria.observation import Look
from harness.errors import LookFailed
from harness.looks import LookKind, each_host
from harness.net import PinnedResolver
from harness.probes.tls.dial import handshake, tcp_error
from harness.probes.tls.program import find_scanner, scan
from harness.probes.tls.report import SCANNER, Report, UnreadableReport, read_report
from harness.probes.tls.target import Target, read_target
from harness.probing import ProbeRoom

KIND = "tls.scan"
MOST_ADDRESSES = 4


def run(look: Look, room: ProbeRoom) -> None:
    """Scan the host that the look names (``host:port``) and record what it accepts and shows.

    A host without a TCP answer is an observation too (``reached`` is false). Raises ``LookFailed`` when the name has
    no permitted address, or when there is no scanner, no scan or no readable report.
    """
    targets = _pinned(read_target(look.target), room.http.resolver)
    declared = bool(look.params.get("declared", True))
    scanner = find_scanner()
    at = room.now()
    target, error = _answering(targets)
    if error:
        room.observe(kind=KIND, data=_unreached(target, declared, error), target=target.endpoint, at=at)
        return
    raw = scan(scanner, target)
    report = _read(raw, target)
    room.observe(
        kind=KIND,
        data=_seen(target, declared, report),
        blobs={"report": raw, **report.certificates},
        target=target.endpoint,
        at=at,
    )


def _pinned(target: Target, resolver: PinnedResolver) -> list[Target]:
    """The target at every address that this audit may speak to."""
    pin = resolver.pin(target.host)
    if not pin.addresses:
        raise LookFailed("tls.no_address", host=target.host, cause=pin.error)
    return [target.at(address) for address in pin.addresses[:MOST_ADDRESSES]]


def _answering(targets: list[Target]) -> tuple[Target, str]:
    """The first address where TCP answers; else the first one, with the reason why it did not.

    A name often has an IPv6 address that this machine cannot reach; that says nothing of the host.
    """
    errors = []
    for target in targets:
        error = tcp_error(target)
        if not error:
            return target, ""
        errors.append(error)
    return targets[0], "; ".join(dict.fromkeys(errors))


def _read(raw: bytes, target: Target) -> Report:
    try:
        report = read_report(raw)
    except UnreadableReport as error:
        raise LookFailed("tls.report_unreadable", host=target.endpoint, detail=error) from error
    if report.handshake != "refused":
        return report
    again = handshake(target)
    # The scanner found no handshake and ours completes: they disagree, so nothing is settled.
    return msgspec.structs.replace(report, handshake="error" if again == "completed" else again)


def _unreached(target: Target, declared: bool, error: str) -> TlsScan:
    return TlsScan(
        host=target.host, port=target.port, address=target.address, declared=declared, reached=False, error=error
    )


def _seen(target: Target, declared: bool, report: Report) -> TlsScan:
    return TlsScan(
        host=target.host,
        port=target.port,
        address=target.address,
        declared=declared,
        reached=True,
        handshake=report.handshake,
        error=report.error,
        scanner=SCANNER,
        scanner_version=report.version,
        protocols=report.protocols,
        suites=report.suites,
        deployments=report.deployments,
        certificate_error=report.certificate_error,
    )


KINDS = (LookKind(kind=KIND, probe="tls", run=run, targets=each_host),)
