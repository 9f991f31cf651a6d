"""What an attestation says of an audit: enough to know what was decided, by whom, and on which inputs."""

from __future__ import annotations

from typing import Any

import msgspec

from criteria.audit import Audit


def predicate_of(audit: Audit) -> dict[str, Any]:
    """The predicate for ``reports.signing.attest``."""
    return {
        "origin": audit.origin,
        "profile": audit.profile,
        "decision": audit.decision.decision,
        "rule": audit.decision.rule,
        "engine": audit.engine,
        "candidate": {"name": audit.candidate.name, "version": audit.candidate.version},
        "counts": dict(audit.counts),
        "inputs": msgspec.to_builtins(audit.inputs),
    }
