"""What hostile input does to the candidate: files, parameters, and operations of its interface. It never judges."""

from harness.looks import LookKind, Run, the_app
from harness.probes.hostile import execution, interface, parameters, uploads

__all__ = ["KINDS"]

TRACES = "entries of a disposable account (of account a where nobody can sign up), messages of declared forms"
STAYS = "the entries stay in that synthetic account; each message holds a marker that begins with pbt-"


def _kind(name: str, run: Run) -> LookKind:
    return LookKind(
        kind=f"hostile.{name}",
        probe="hostile",
        run=run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
        destroys=TRACES,
        restores=STAYS,
    )


KINDS = (
    _kind("parameters", parameters.run),
    _kind("interface", interface.run),
    _kind("uploads", uploads.run),
    _kind("execution", execution.run),
)
