"""The probes: they do all looking, and judge nothing. ``KINDS`` is every kind of look, in the order of a plan."""

from __future__ import annotations

from harness.looks import LookKind
from harness.probes import content, dossier, exchange, http, outside, reference, tls

KINDS: dict[str, LookKind] = {
    kind.kind: kind
    for kind in (
        *reference.KINDS,
        *tls.KINDS,
        *http.KINDS,
        *dossier.KINDS,
        *content.KINDS,
        *outside.KINDS,
        *exchange.KINDS,
        *content.LATER,
    )
}
