"""What SEC-01 states of one scanned host."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Note, Seen, note
from criteria.facts.tls import Protocol, ProtocolOutcome, Suite, TlsScan
from criteria.security.tls_suites import suite_rules

LEGACY: tuple[Protocol, ...] = ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1")
MODERN: tuple[Protocol, ...] = ("TLSv1.2", "TLSv1.3")
MOST_NAMED = 6
"""Suites named in one sentence; the observation holds them all."""


def no_answer(seen: Seen[TlsScan], alone: bool) -> Note:
    """A host only seen in traffic may be gone; it is a remark as long as another host could be judged."""
    scan = seen.fact
    clause = "no_answer" if scan.declared or alone else "no_answer_undeclared"
    return note(clause, seen, host=scan.endpoint, error=scan.error)


def host_notes(seen: Seen[TlsScan]) -> Iterator[Note]:
    """Every fault, doubt and remark of a host that answered TCP."""
    scan = seen.fact
    host = scan.endpoint
    if scan.handshake != "completed":
        refused = scan.handshake == "refused"
        yield note("no_handshake" if refused else "handshake_unsettled", seen, host=host, error=scan.error)
        return
    yield from _protocol_notes(seen, host)
    yield from _suite_notes(seen, host)


def _protocol_notes(seen: Seen[TlsScan], host: str) -> Iterator[Note]:
    for protocol in LEGACY:
        one = seen.fact.outcome_of(protocol)
        if one.outcome == "accepted":
            suites = _named(seen.fact.suites_of(protocol))
            yield note("legacy_protocol", seen, host=host, protocol=protocol, suites=suites)
        elif protocol != "SSLv2" and not one.offered:
            yield note("not_offered", seen, host=host, protocol=protocol, detail=one.detail or one.outcome)
        elif one.outcome == "mixed":
            yield _unsettled(seen, host, one)
    modern = [seen.fact.outcome_of(protocol) for protocol in MODERN]
    if all(one.outcome == "refused" for one in modern):
        yield note("no_modern_protocol", seen, host=host)
    alone = not any(one.outcome == "accepted" for one in modern)
    for one in modern:
        if _doubtful(one, alone):
            yield _unsettled(seen, host, one)


def _doubtful(one: ProtocolOutcome, alone: bool) -> bool:
    """Whether a modern protocol's outcome leaves the verdict open.

    Silence is a refusal by dropping where the other modern protocol is accepted (``alone`` is false); beside
    accepted suites of TLS 1.2 it may hide a broken one.
    """
    if one.outcome == "accepted":
        return one.protocol == "TLSv1.2" and one.silent > 0
    return one.outcome in ("mixed", "error", "not_offered") or (one.outcome == "silent" and alone)


def _unsettled(seen: Seen[TlsScan], host: str, one: ProtocolOutcome) -> Note:
    return note(
        "protocol_unsettled", seen, host=host, protocol=one.protocol, silent=one.silent, tried=one.tried,
        detail=one.detail or one.outcome,
    )  # fmt: skip


def _suite_notes(seen: Seen[TlsScan], host: str) -> Iterator[Note]:
    rules = suite_rules()
    suites = seen.fact.suites_of("TLSv1.2")
    for broken in rules.broken:
        found = [suite for suite in suites if broken.family in rules.families_of(suite.name)]
        if found:
            yield note("broken_suite", seen, host=host, family=broken.family, suites=_named(found))
    groups = [suite for suite in suites if suite.key_exchange == "DHE"]
    sizes = [suite.dh_bits for suite in groups if suite.dh_bits and suite.dh_bits < rules.minimum_dh_bits]
    if sizes:
        yield note("small_group", seen, host=host, bits=min(sizes), least=rules.minimum_dh_bits)
    elif any(suite.dh_too_small for suite in groups):
        yield note("group_below_scanner", seen, host=host, least=rules.minimum_dh_bits)
    elif any(suite.dh_bits is None for suite in groups):
        yield note("group_unknown", seen, host=host, least=rules.minimum_dh_bits)
    static = [suite for suite in suites if suite.key_exchange == "RSA"]
    if static and len(static) == len(suites):
        yield note("static_rsa_only", seen, host=host, suites=_named(static))
    elif static:
        yield note("static_rsa_beside", seen, host=host, suites=_named(static))


def _named(suites: list[Suite] | tuple[Suite, ...]) -> str:
    names = sorted(suite.name for suite in suites)
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" (+{rest})" if rest > 0 else "")
