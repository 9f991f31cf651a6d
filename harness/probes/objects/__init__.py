"""Objects of one account, asked for by another account and by nobody. It never judges."""

from harness.looks import LookKind, Run, the_app
from harness.probes.objects import anonymous, as_other

__all__ = ["KINDS"]

TRACES = "entries of the synthetic accounts"
RESTORED = "the owner writes the entry again; entries that journeys make stay in the synthetic accounts"


def _kind(name: str, run: Run) -> LookKind:
    return LookKind(
        kind=f"objects.{name}",
        probe="objects",
        run=run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
        destroys=TRACES,
        restores=RESTORED,
    )


KINDS = (_kind("as_other", as_other.run), _kind("anonymous", anonymous.run))
