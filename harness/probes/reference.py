"""The ``reference`` probe: puts the pinned reference data into the bundle, so that judging needs nothing else."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from criteria.observation import Look
from harness.errors import LookFailed
from harness.looks import LookKind, once
from harness.probing import ProbeRoom
from harness.reference import Pack
from harness.reference_formats import BadFormat

PACK = "reference.pack"
TRUST_STORE = "reference.trust_store"


def run(look: Look, room: ProbeRoom) -> None:
    """Record the pack named by the look; raises ``LookFailed`` when none of this name is pinned."""
    name = look.target
    for pack in room.packs:
        if pack.name == name:
            kind, blob = (TRUST_STORE, "pem") if name == "trust_store" else (PACK, "pack")
            data = {"name": name, "version": pack.version, "source": pack.source, "lab": pack.lab}
            room.observe(kind=kind, data=data, blobs={blob: _bytes(pack, room)}, target=name)
    if not room.observed:
        raise LookFailed("gap.no_reference", name=name)
    if name == "trust_store" and room.lab_ca:
        data = {"name": "lab", "version": "", "source": "candidate.yaml", "lab": True}
        room.observe(kind=TRUST_STORE, data=data, blobs={"pem": room.lab_ca.encode()}, target="lab")


def _bytes(pack: Pack, room: ProbeRoom) -> bytes:
    """A pack whole; of a table what it says of the candidate's own public addresses."""
    names = {urlsplit(f"//{host}").hostname or "" for host in room.manifest.hosts} if pack.table else set()
    found = {address for name in sorted(names) for address in room.http.resolver.pin(name).addresses}
    try:
        return pack.said_of(one for one in found if ip_address(one).is_global)
    except BadFormat as error:
        raise LookFailed("gap.bad_reference", name=pack.name, detail=error) from error


def _kind(name: str) -> LookKind:
    return LookKind(
        kind=f"reference.{name}", probe="reference", run=run, targets=once(name), control=False
    )


NAMES = (
    *("trust_store", "cnil_dpo", "hds", "trackers", "ip_regions"),
    *("osv", "passi", "guidelines", "nando", "transparence_sante", "dns"),
)
KINDS = tuple(_kind(name) for name in NAMES)
