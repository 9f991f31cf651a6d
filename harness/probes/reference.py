"""The ``reference`` probe: puts the pinned reference data into the bundle, so that judging needs nothing else."""

from __future__ import annotations

from criteria.observation import Look
from harness.errors import LookFailed
from harness.looks import LookKind, once
from harness.probing import ProbeRoom

PACK = "reference.pack"
TRUST_STORE = "reference.trust_store"


def run(look: Look, room: ProbeRoom) -> None:
    """Record the pack named by the look; raises ``LookFailed`` when none of this name is pinned."""
    name = look.target
    for pack in room.packs:
        if pack.name == name:
            kind, blob = (TRUST_STORE, "pem") if name == "trust_store" else (PACK, "pack")
            data = {"name": name, "version": pack.version, "source": pack.source, "lab": pack.lab}
            room.observe(kind=kind, data=data, blobs={blob: pack.raw}, target=name)
    if not room.observed:
        raise LookFailed("gap.no_reference", name=name)
    if name == "trust_store" and room.lab_ca:
        data = {"name": "lab", "version": "", "source": "candidate.yaml", "lab": True}
        room.observe(kind=TRUST_STORE, data=data, blobs={"pem": room.lab_ca.encode()}, target="lab")


def _kind(name: str) -> LookKind:
    return LookKind(
        kind=f"reference.{name}", probe="reference", run=run, targets=once(name), control=False
    )


NAMES = (
    *("trust_store", "cnil_dpo", "hds", "trackers", "ip_regions"),
    *("osv", "passi", "guidelines", "nando", "transparence_sante", "dns"),
)
KINDS = tuple(_kind(name) for name in NAMES)
