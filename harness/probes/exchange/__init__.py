"""The ``exchange`` probe: the candidate as a client of the health space, judged by what arrives there."""

from __future__ import annotations

from harness.looks import LookKind, the_app
from harness.probes.exchange.looks import callback, pairing
from harness.probes.exchange.token_looks import tokens

NEEDS = ("space", "accounts.a", "journeys.sign_in", "journeys.connect_space", "authorisation")
TRACES = "pairings of the synthetic accounts with the audit's own space"

KINDS = (
    LookKind(
        kind="exchange.pairing",
        probe="exchange",
        run=pairing,
        targets=the_app,
        nature="reversible",
        needs=NEEDS,
        destroys=TRACES,
        restores="the audit's space ends with the audit",
    ),
    LookKind(
        kind="exchange.callback",
        probe="exchange",
        run=callback,
        targets=the_app,
        nature="reversible",
        needs=NEEDS,
        destroys=TRACES,
        restores="the audit's space ends with the audit",
    ),
    LookKind(
        kind="exchange.tokens",
        probe="exchange",
        run=tokens,
        targets=the_app,
        nature="reversible",
        needs=NEEDS,
        destroys=TRACES,
        restores="the audit's space ends with the audit",
    ),
)
