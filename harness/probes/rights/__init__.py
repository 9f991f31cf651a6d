"""The probe of rights: people who sign up to consent, withdraw, correct, export and delete. It never judges."""

from harness.looks import LookKind, Run, the_app
from harness.probes.rights import consent, deletion, edit, export, minors, sign_up

__all__ = ["KINDS"]

_LEFT = "disposable synthetic accounts stay in the app unless they delete themselves"


def _kind(name: str, run: Run, *, restores: str = _LEFT, destroys: str = "") -> LookKind:
    return LookKind(
        kind=f"rights.{name}",
        probe="rights",
        run=run,
        targets=the_app,
        nature="destructive" if destroys else "reversible",
        needs=("authorisation",),
        destroys=destroys,
        restores=restores,
    )


KINDS = (
    _kind("sign_up", sign_up.run),
    _kind("consent", consent.run),
    _kind("export", export.run, restores=""),
    _kind("edit", edit.run),
    _kind("minors", minors.run),
    _kind("deletion", deletion.run, restores="", destroys="the disposable account of this look, with its data"),
)
