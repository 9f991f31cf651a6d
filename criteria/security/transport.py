"""Transport: what TLS a host speaks, and whose certificate it shows."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check, note
from criteria.facts.certificate import CertificateChain, TrustStore
from criteria.facts.tls import TlsScan
from criteria.security import cleartext as cleartext  # SEC-03 registers itself
from criteria.security.served_chain import chain_notes, no_certificate, store_names
from criteria.security.tls_host import host_notes, no_answer


@check("SEC-01")
def sec_01(facts: Facts) -> Iterator[Note]:
    """TLS 1.2 or 1.3 only, no broken suite, ephemeral key exchange (ASVS V12.1.1, V12.1.2)."""
    scans = facts.all(TlsScan)
    if not scans:
        yield note("no_host")
        return
    reached = [seen for seen in scans if seen.fact.reached]
    for seen in scans:
        if seen.fact.reached:
            yield from host_notes(seen)
        else:
            yield no_answer(seen, alone=not reached)
    if reached:
        yield note("sound", *reached, hosts=len(reached))


@check("SEC-02")
def sec_02(facts: Facts) -> Iterator[Note]:
    """A certificate that is valid at the time of the look and leads to a root that counts (ASVS V12.2.2)."""
    scans, chains, stores = facts.all(TlsScan), facts.all(CertificateChain), facts.all(TrustStore)
    if not scans:
        yield note("no_host")
        return
    if not stores:
        yield note("no_trust_store")
    with_chain = {served.observation.id for served in chains}
    for seen in scans:
        if seen.observation.id not in with_chain:
            yield no_certificate(seen, alone=not chains)
    for served in chains:
        yield from chain_notes(served, stores)
    if chains and stores:
        yield note("sound", *chains, *stores, chains=len(chains), stores=store_names(stores))
