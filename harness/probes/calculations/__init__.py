"""The ``calculations`` probe: drives what the candidate calculates, and the entry of measures, with pinned values."""

from __future__ import annotations

from harness.looks import LookKind, the_app
from harness.probes.calculations.cases import run

KINDS = (
    LookKind(
        kind="content.calculations",
        probe="calculations",
        run=run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
        destroys="entries of the synthetic account",
        restores="the entries stay in the synthetic account",
    ),
)
