"""What is wrong with a served chain, one finding for each of SEC-02's faults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from criteria.facts.certificate import CertificateChain, display_name, key_of, matches, signature_hash
from criteria.security.certificate_path import BROKEN_HASHES, Path, paths, read_chain, strict_refusal

MINIMUM_BITS = {"RSA": 2048, "EC": 256}
SOON = timedelta(days=7)


class Fault(msgspec.Struct, frozen=True):
    """A clause of SEC-02 and the values of its sentence."""

    clause: str
    params: dict[str, str]


def faults(served: CertificateChain, roots: Sequence[x509.Certificate] | None) -> list[Fault]:
    """Every fault of ``served`` at the time of its look; without ``roots``, the chain's is left open."""
    chain = read_chain(served.chain)
    found = [*_name_fault(served), *_revocation(served)]
    if roots is None:
        return [*found, *_path_faults((chain[0],), served.at)]
    refusal = strict_refusal(chain, tuple(roots), served.host, served.at)
    ways = paths(chain, tuple(roots))
    if not ways and refusal:
        return [_untrusted(chain), *found, *_path_faults((chain[0],), served.at)]
    best = min(([*_path_faults(way, served.at)] for way in ways), key=len, default=[])
    found += best
    if refusal and not found:
        found.append(Fault("stricter_than_rule", {"refusal": refusal}))
    return found


def remarks(served: CertificateChain) -> Iterator[Fault]:
    """What is worth saying and never fails."""
    if served.not_after is not None and timedelta(0) <= served.not_after - served.at < SOON:
        yield Fault("expires_soon", {"subject": served.subject, "not_after": _day(served.not_after)})


def _untrusted(chain: Path) -> Fault:
    last = chain[0]
    above = list(chain[1:])
    while issuer := next((one for one in above if one.subject == last.issuer and one != last), None):
        above.remove(issuer)
        last = issuer
    return Fault("untrusted_chain", {"last": display_name(last.subject), "issuer": display_name(last.issuer)})


def _name_fault(served: CertificateChain) -> Iterator[Fault]:
    if not matches(served.names, served.host):
        yield Fault("name_mismatch", {"names": ", ".join(served.names) or "—"})


def _revocation(served: CertificateChain) -> Iterator[Fault]:
    if served.ocsp == "REVOKED":
        yield Fault("revoked" if served.ocsp_trusted else "revocation_unproved", {"subject": served.subject})


def _path_faults(path: Path, at: datetime) -> Iterator[Fault]:
    for certificate in path:
        subject = display_name(certificate.subject)
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
            yield Fault(
                "outside_dates",
                {
                    "subject": subject,
                    "not_before": _day(certificate.not_valid_before_utc),
                    "not_after": _day(certificate.not_valid_after_utc),
                    "at": _day(at),
                },
            )
        yield from _weaknesses(certificate, subject)


def _weaknesses(certificate: x509.Certificate, subject: str) -> Iterator[Fault]:
    kind, bits = _key(certificate)
    if bits < MINIMUM_BITS.get(kind, 0):
        least = str(MINIMUM_BITS[kind])
        yield Fault("weak_key", {"subject": subject, "kind": kind, "bits": str(bits), "least": least})
    if signature_hash(certificate) in BROKEN_HASHES:
        yield Fault("weak_signature", {"subject": subject, "hash": signature_hash(certificate).upper()})


def _key(certificate: x509.Certificate) -> tuple[str, int]:
    try:
        return key_of(certificate)
    except (UnsupportedAlgorithm, ValueError):
        return "unknown", 0


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")
