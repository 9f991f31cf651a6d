"""The looks of the ``exchange`` probe."""

from __future__ import annotations

from criteria.observation import Look
from harness.looks import LookKind, Run, the_app
from harness.probes.exchange.acts import acts_of
from harness.probes.exchange.business_looks import consent, reads, writes
from harness.probes.exchange.hand import EXPECTED
from harness.probes.exchange.looks import callback, pairing
from harness.probes.exchange.token_looks import tokens
from harness.probing import ProbeRoom

NEEDS = ("space", "accounts.a", "journeys.sign_in", "journeys.connect_space", "authorisation")
TRACES = "pairings of the synthetic accounts with the audit's own space"


def _kind(name: str, run: Run) -> LookKind:
    return LookKind(
        kind=f"exchange.{name}",
        probe="exchange",
        run=_counted(run),
        targets=the_app,
        nature="reversible",
        needs=NEEDS,
        destroys=TRACES,
        restores="the audit's space ends with the audit",
    )


def _counted(run: Run) -> Run:
    """The look, which can say how many guided acts it takes."""

    def made(look: Look, room: ProbeRoom) -> None:
        room.around.kept[EXPECTED] = acts_of(look.kind, room.manifest)
        run(look, room)

    return made


RUNS = {
    "pairing": pairing,
    "callback": callback,
    "tokens": tokens,
    "consent": consent,
    "writes": writes,
    "reads": reads,
}
KINDS = tuple(_kind(name, run) for name, run in RUNS.items())
