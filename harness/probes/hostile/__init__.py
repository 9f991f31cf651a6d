"""What hostile input does to the candidate: files, parameters, and operations of its interface. It never judges."""

from harness.looks import LookKind, the_app
from harness.probes.hostile import uploads

__all__ = ["KINDS"]

TRACES = "entries of a disposable account (of account a where no journey sign_up is declared)"
STAYS = "the entries stay in that synthetic account"

KINDS = (
    LookKind(
        kind="hostile.uploads",
        probe="hostile",
        run=uploads.run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
        destroys=TRACES,
        restores=STAYS,
    ),
)
