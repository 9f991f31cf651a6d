"""The looks of the ``exchange`` probe."""

from __future__ import annotations

from harness.looks import LookKind, Run, the_app
from harness.probes.exchange.business_looks import consent, reads, writes
from harness.probes.exchange.looks import callback, pairing
from harness.probes.exchange.token_looks import tokens

NEEDS = ("space", "accounts.a", "journeys.sign_in", "journeys.connect_space", "authorisation")
TRACES = "pairings of the synthetic accounts with the audit's own space"


def _kind(name: str, run: Run) -> LookKind:
    return LookKind(
        kind=f"exchange.{name}",
        probe="exchange",
        run=run,
        targets=the_app,
        nature="reversible",
        needs=NEEDS,
        destroys=TRACES,
        restores="the audit's space ends with the audit",
    )


RUNS = {
    "pairing": pairing,
    "callback": callback,
    "tokens": tokens,
    "consent": consent,
    "writes": writes,
    "reads": reads,
}
KINDS = tuple(_kind(name, run) for name, run in RUNS.items())
