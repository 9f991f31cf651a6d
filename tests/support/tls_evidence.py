"""Evidence about TLS in a few lines of memory, and what SEC-01 and SEC-02 say of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from criteria.candidate import Candidate
from criteria.catalogue import catalogue
from criteria.check import Facts, Note
from criteria.evidence import MissingBlob
from criteria.facts.registry import FactReader
from criteria.facts.tls import Deployment, Protocol, ProtocolOutcome, Suite, TlsScan
from criteria.finding import Concluded, conclude
from criteria.observation import Close, Observation, Plan

AT = dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC)
HOST = "api.example.fr"
PROTOCOLS: tuple[Protocol, ...] = ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
GOOD_SUITE = Suite(protocol="TLSv1.2", name="TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", key_exchange="ECDHE")


class Memory:
    """Evidence without a disk."""

    head = "sha256:" + "0" * 64
    plan: Plan | None = None
    closes: Sequence[Close] = ()

    def __init__(self) -> None:
        self.observations: list[Observation] = []
        self._blobs: dict[str, bytes] = {}

    def add(self, kind: str, data: object, blobs: dict[str, bytes]) -> Memory:
        """Record one observation; returns this evidence, so that calls chain."""
        named = {name: hashlib.sha256(raw).hexdigest() for name, raw in blobs.items()}
        self._blobs.update({named[name]: raw for name, raw in blobs.items()})
        made = Observation(
            id=f"o{len(self.observations):06d}",
            look=kind,
            kind=kind,
            probe="tls",
            at=AT.isoformat().replace("+00:00", "Z"),
            data=msgspec.to_builtins(data),
            blobs=named,
        )
        self.observations.append(made)
        return self

    def has(self, digest: str) -> bool:
        return digest in self._blobs

    def blob(self, digest: str) -> bytes:
        try:
            return self._blobs[digest]
        except KeyError:
            raise MissingBlob(digest) from None

    def served(self, chain: Sequence[bytes], **changes: Any) -> Memory:
        """Add the scan of a sound host that serves ``chain`` (DER, leaf first)."""
        names = tuple(f"cert_{place}" for place in range(len(chain)))
        deployment = Deployment(
            chain=names, ocsp=changes.pop("ocsp", ""), ocsp_trusted=changes.pop("ocsp_trusted", False)
        )
        data = scan(**{"deployments": (deployment,) if chain else (), **changes})
        return self.add("tls.scan", data, dict(zip(names, chain, strict=True)))

    def trusting(self, *pems: bytes, hosts: Sequence[str] = ()) -> Memory:
        """Add a trust store of these roots."""
        data = {"name": "lab", "version": "1", "lab": True, "hosts": list(hosts)}
        return self.add("reference.trust_store", data, {"pem": b"".join(pems)})


def scan(*accepted: Protocol, outcomes: dict[Protocol, ProtocolOutcome] | None = None, **changes: Any) -> TlsScan:
    """The scan of a host that accepts ``accepted`` (TLS 1.2 and 1.3 unless told otherwise) and refuses the rest."""
    taken = accepted or ("TLSv1.2", "TLSv1.3")
    protocols = tuple(
        (outcomes or {}).get(one)
        or ProtocolOutcome(protocol=one, outcome="accepted" if one in taken else "refused", tried=80)
        for one in PROTOCOLS
    )
    sound: dict[str, Any] = {
        "host": HOST,
        "port": 443,
        "address": "198.51.100.7",
        "declared": True,
        "reached": True,
        "handshake": "completed",
        "protocols": protocols,
        "suites": (GOOD_SUITE,) if "TLSv1.2" in taken else (),
    }
    return TlsScan(**{**sound, **changes})


def scans(*found: TlsScan) -> Memory:
    """Evidence that holds these scans and nothing else."""
    memory = Memory()
    for one in found:
        memory.add("tls.scan", one, {})
    return memory


def judged(criterion: str, memory: Memory) -> tuple[list[Note], Concluded]:
    """The notes of the criterion's check, and the verdict that they carry with full coverage and control."""
    rules = catalogue()[criterion]
    check = catalogue().check_of(rules)
    assert check is not None
    facts = Facts(FactReader(memory), memory.observations, rules.facts, Candidate(name="Example"), AT)
    notes = list(check(facts))
    return notes, conclude(rules, notes, [], [])


def stated(criterion: str, memory: Memory) -> tuple[str, list[str]]:
    """The verdict, and the clauses stated without the closing ``sound``."""
    notes, concluded = judged(criterion, memory)
    return concluded.verdict.value, [one.clause for one in notes if one.clause != "sound"]
