"""The suites that a host accepted, from the scanner's attempts."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.facts.tls import KeyExchange, Protocol, Suite
from harness.probes.tls.report_shape import Accepted, SuitesAttempt


def accepted_suites(protocol: Protocol, attempt: SuitesAttempt, wants_certificate: bool) -> Iterator[Suite]:
    """Every suite accepted in ``protocol``; ``wants_certificate`` says that the host asks clients for one."""
    result = attempt.result
    for accepted in result.accepted_cipher_suites if result else ():
        yield _suite(protocol, accepted, wants_certificate)


def _suite(protocol: Protocol, accepted: Accepted, wants_certificate: bool) -> Suite:
    name, key = accepted.cipher_suite.name, accepted.ephemeral_key
    exchange = key_exchange(protocol, name)
    # The scanner shows no key for a group that it breaks off at, nor always where the host wants a client certificate.
    too_small = exchange == "DHE" and key is None and not wants_certificate
    bits = key.size if key and key.type_name == "DH" else None
    return Suite(protocol=protocol, name=name, key_exchange=exchange, dh_bits=bits, dh_too_small=too_small)


def key_exchange(protocol: Protocol, suite: str) -> KeyExchange:
    """The key exchange that a suite's IANA name states (RFC 5246, appendix A.5; RFC 8446, B.4)."""
    if protocol == "TLSv1.3":
        return "TLS1.3"
    exchange = suite.removeprefix("TLS_").partition("_WITH_")[0]
    if "anon" in exchange:
        return "anonymous"
    if "PSK" in exchange and not exchange.startswith(("DHE", "ECDHE")):
        return "other"
    known: dict[str, KeyExchange] = {"RSA": "RSA", "DHE": "DHE", "ECDHE": "ECDHE", "DH": "DH", "ECDH": "ECDH"}
    return known.get(exchange.partition("_")[0], "other")
