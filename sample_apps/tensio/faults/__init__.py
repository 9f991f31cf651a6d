"""Deliberate defects, switched on by name. ``faults.yaml`` says what each one violates, and why.

A fault replaces parts of the :class:`.Build`; the app's own code knows nothing of it. Faults that lie in the
certificate or in the dossier are the caller's to make: their names are accepted here and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from sample_apps.tensio.build import Build
from sample_apps.tensio.faults import (
    addresses,
    client,
    content,
    delivery,
    ending,
    exchange,
    http,
    id_tokens,
    identity,
    purposes,
    rights,
    tls,
    written,
)
from sample_apps.tensio.faults.catalogue import names_made_by_the_caller

IN_APP = {
    **tls.FAULTS, **http.FAULTS, **content.FAULTS, **exchange.FAULTS, **id_tokens.FAULTS, **client.FAULTS,
    **addresses.FAULTS, **identity.FAULTS, **rights.FAULTS,
    **purposes.FAULTS, **written.FAULTS, **delivery.FAULTS, **ending.FAULTS,
}


def apply_faults(build: Build, names: Iterable[str]) -> None:
    """Switches faults on. Raises ``SystemExit`` with the unknown name."""
    for name in names:
        if name in IN_APP:
            IN_APP[name](build)
        elif name not in names_made_by_the_caller():
            raise SystemExit(f"unknown fault {name!r}: see sample_apps/tensio/faults.yaml")
