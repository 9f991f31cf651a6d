"""The probe of identity: second factors, passwords, guessing, sessions, and hostile origins. It never judges."""

from harness.looks import LookKind, Run, the_app
from harness.probes.identity import factors, guessing, origins, passwords, session

__all__ = ["KINDS"]

_LEFT = "disposable synthetic accounts stay in the app unless they delete themselves"


def _kind(name: str, run: Run, *needs: str, destroys: str = "") -> LookKind:
    return LookKind(
        kind=f"identity.{name}",
        probe="identity",
        run=run,
        targets=the_app,
        nature="destructive" if destroys else "reversible",
        needs=(*needs, "authorisation"),
        destroys=destroys,
        restores="" if destroys else _LEFT,
    )


KINDS = (
    _kind("origins", origins.run, "accounts.a", "journeys.sign_in", "signed_in_pages"),
    _kind("factors", factors.run, "journeys.sign_in", "signed_in_pages"),
    _kind("session", session.run, "journeys.sign_in", "signed_in_pages"),
    _kind("passwords", passwords.run, "journeys.sign_up", "journeys.sign_in"),
    _kind(
        "guessing",
        guessing.run,
        "journeys.sign_up",
        "journeys.sign_in",
        destroys="the disposable account of this look may stay locked",
    ),
)
