"""The probes: they do all looking, and judge nothing. ``KINDS`` is every kind of look, in the order of a plan."""

from __future__ import annotations

from harness.looks import LookKind
from harness.probes import (
    browser,
    calculations,
    content,
    dossier,
    hostile,
    http,
    identity,
    logging,
    objects,
    outside,
    reference,
    rights,
    tls,
)
from harness.probes.exchange import kinds as exchange

KINDS: dict[str, LookKind] = {
    kind.kind: kind
    for kind in (
        *reference.KINDS,
        *tls.KINDS,
        *http.KINDS,
        *dossier.KINDS,
        *content.KINDS,
        *outside.KINDS,
        *objects.KINDS,
        *hostile.KINDS,
        *exchange.KINDS,
        *calculations.KINDS,
        *identity.KINDS,
        *rights.KINDS,
        *browser.KINDS,
        *logging.KINDS,
        *content.LATER,
        *outside.LATER,
    )
}
