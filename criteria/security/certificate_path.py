"""From a served chain to the roots that count: strictly first, then by signature alone.

``cryptography.x509.verification`` demands more than browsers do (presence and criticality of some extensions).
Where it refuses, paths are built here by RFC 5280: names, signatures, CA rights, path lengths, name constraints.
"""

from __future__ import annotations

import ipaddress
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store, Subject, VerificationError

from criteria.facts.certificate import signature_hash
from criteria.security.certificate_rights import may_sign, permits

Path = tuple[x509.Certificate, ...]
"""Certificates below the root, leaf first."""

BROKEN_HASHES = frozenset({"md5", "sha1"})
MOST_CERTIFICATES = 12
MOST_STEPS = 200
"""Bounds on a hostile chain: certificates read, and issuers tried."""

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@lru_cache(maxsize=8)
def roots_of(pem: bytes) -> Path:
    """The readable roots of a trust store (PEM), in order."""
    with warnings.catch_warnings():
        # Public stores hold old roots with odd serial numbers; the library warns of each one.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return _readable(_PEM.findall(pem), x509.load_pem_x509_certificate)


def read_chain(chain: Sequence[bytes]) -> Path:
    """The readable certificates of a served chain (DER), in order; one that cannot be read helps no path."""
    return _readable(chain[:MOST_CERTIFICATES], x509.load_der_x509_certificate)


def _readable(encoded: Iterable[bytes], read: Callable[[bytes], x509.Certificate]) -> Path:
    found = []
    for one in encoded:
        try:
            certificate = read(one)
            # Names are parsed when first asked for: a malformed one shows itself here and not on a path.
            if certificate.subject is not None and certificate.issuer is not None:
                found.append(certificate)
        except ValueError:
            continue
    return tuple(found)


def strict_refusal(chain: Path, roots: Path, host: str, at: datetime) -> str:
    """Why the strict validator refuses ``chain`` for ``host`` at ``at``; empty when it accepts."""
    if not roots:
        return "no root"
    try:
        verifier = PolicyBuilder().store(Store(list(roots))).time(at).build_server_verifier(_subject(host))
        verifier.verify(chain[0], list(chain[1:]))
    except (VerificationError, ValueError, UnsupportedAlgorithm) as refusal:
        return str(refusal) or type(refusal).__name__
    return ""


def _subject(host: str) -> Subject:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def paths(chain: Path, roots: Path) -> list[Path]:
    """Every path from the leaf to one of ``roots``, within the bounds of a hostile chain."""
    return list(_Builder(chain, roots).paths((chain[0],)))


class _Builder:
    def __init__(self, chain: Path, roots: Path) -> None:
        self._chain = chain
        self._roots = roots
        self._steps = 0

    def paths(self, path: Path) -> Iterator[Path]:
        last = path[-1]
        if last in self._roots:
            yield path
            return
        for root in self._roots:
            if self._signed(last, root) and permits((*path[1:], root), path[0]):
                yield path
        for issuer in self._chain[1:]:
            if issuer not in path and self._signed(last, issuer) and may_sign(issuer, len(path) - 1):
                yield from self.paths((*path, issuer))

    def _signed(self, certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
        if certificate.issuer != issuer.subject or self._steps >= MOST_STEPS:
            return False
        self._steps += 1
        try:
            certificate.verify_directly_issued_by(issuer)
        except InvalidSignature:
            return False
        except (ValueError, TypeError, UnsupportedAlgorithm):
            # Too weak for the library to verify: the path fails for that hash, not for a missing issuer.
            return signature_hash(certificate) in BROKEN_HASHES
        return True
