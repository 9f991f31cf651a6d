"""What SEC-02 states of one served chain, or of a host that served none."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Note, Seen, note
from criteria.facts.certificate import CertificateChain, TrustStore
from criteria.facts.tls import TlsScan
from criteria.security.certificate import faults, remarks
from criteria.security.certificate_path import Path, roots_of


def no_certificate(seen: Seen[TlsScan], alone: bool) -> Note:
    """A host without a certificate: in doubt if declared, a remark beside hosts that could be judged."""
    scan = seen.fact
    clause = "no_certificate" if scan.declared or alone else "no_certificate_undeclared"
    return note(clause, seen, host=scan.endpoint, error=scan.error or scan.certificate_error or "—")


def chain_notes(served: Seen[CertificateChain], stores: tuple[Seen[TrustStore], ...]) -> Iterator[Note]:
    """Every fault and remark of one chain, judged against the stores that count for its host."""
    host = served.fact.host
    if served.fact.unreadable:
        yield note("unreadable", served, host=host, error=served.fact.unreadable)
        return
    counting = [store for store in stores if store.fact.counts_for(host)]
    roots: Path = tuple(root for store in counting for root in roots_of(store.fact.pem))
    for fault in faults(served.fact, roots if stores else None):
        against = stores if fault.clause == "untrusted_chain" else ()
        yield note(fault.clause, served, *against, host=host, **fault.params)
    for remark in remarks(served.fact):
        yield note(remark.clause, served, host=host, **remark.params)


def store_names(stores: tuple[Seen[TrustStore], ...]) -> str:
    """The stores and their versions, as a person reads them."""
    return ", ".join(f"{store.fact.name} {store.fact.version}" for store in stores)
