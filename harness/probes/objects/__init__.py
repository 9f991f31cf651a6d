"""Objects of one account, asked for by another account and by nobody. It never judges."""

from harness.looks import LookKind, the_app
from harness.probes.objects import anonymous, as_other

__all__ = ["KINDS"]

TRACES = "entries of the synthetic accounts"
RESTORED = "the owner writes the entry again; entries that journeys make stay in the synthetic accounts"

KINDS = (
    LookKind(
        kind="objects.as_other",
        probe="objects",
        run=as_other.run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
        destroys=TRACES,
        restores=RESTORED,
    ),
    LookKind(
        kind="objects.anonymous",
        probe="objects",
        run=anonymous.run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
        destroys=TRACES,
        restores=RESTORED,
    ),
)
