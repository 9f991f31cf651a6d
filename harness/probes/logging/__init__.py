"""The probe of access logs: a script of acts at the candidate, and the log that the vendor hands in of them."""

from harness.looks import LookKind, once, the_app
from harness.probes.logging import extract, script

__all__ = ["KINDS"]

KINDS = (
    LookKind(
        kind="logging.script",
        probe="logging",
        run=script.run,
        targets=the_app,
        nature="destructive",
        needs=("authorisation",),
        control=False,
        destroys="a disposable account, where the journeys sign_up and delete_account are declared",
    ),
    LookKind(
        kind="logging.extract",
        probe="logging",
        run=extract.run,
        targets=once("access_log"),
        nature="destructive",  # nothing is destroyed: the log is read after everything that it must tell of
        control=False,
    ),
)
