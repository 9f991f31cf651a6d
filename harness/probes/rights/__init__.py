"""The probe of rights: people who sign up to consent, withdraw, correct, export and delete. It never judges."""

from harness.looks import LookKind, the_app
from harness.probes.rights import consent, deletion, edit, export, minors, sign_up

__all__ = ["KINDS"]

_LEFT = "disposable synthetic accounts stay in the app unless they delete themselves"

KINDS = (
    LookKind(
        kind="rights.sign_up",
        probe="rights",
        run=sign_up.run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
        restores=_LEFT,
    ),
    LookKind(
        kind="rights.consent",
        probe="rights",
        run=consent.run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
        restores=_LEFT,
    ),
    LookKind(
        kind="rights.export",
        probe="rights",
        run=export.run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
    ),
    LookKind(
        kind="rights.edit",
        probe="rights",
        run=edit.run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
        restores=_LEFT,
    ),
    LookKind(
        kind="rights.minors",
        probe="rights",
        run=minors.run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
        restores=_LEFT,
    ),
    LookKind(
        kind="rights.deletion",
        probe="rights",
        run=deletion.run,
        targets=the_app,
        nature="destructive",
        needs=("authorisation",),
        destroys="the disposable account of this look, with its data",
    ),
)
