"""The content probe: a sample of health pages, the entry of critical values, pages with a machine. It never judges."""

from harness.looks import LookKind, the_app
from harness.probes.content import critical, machine, sample

__all__ = ["KINDS", "LATER"]

KINDS = (LookKind(kind="content.sample", probe="content", run=sample.run, targets=the_app),)
LATER = (
    LookKind(kind="content.machine", probe="content", run=machine.run, targets=the_app, control=False),
    LookKind(
        kind="content.critical",
        probe="content",
        run=critical.run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
        destroys="entries of the synthetic account",
        restores="the entries stay in the synthetic account",
    ),
)
"""Looks that come after those of the exchange: a critical value in the diary must not disturb them."""
