"""The browser probe: pages as a person's browser loads them, before and after every choice, signed in and out."""

from harness.looks import LookKind, the_app
from harness.probes.browser import accessibility, journeys, space, visits

__all__ = ["KINDS"]

KINDS = (
    LookKind(kind="browser.visits", probe="browser", run=visits.run, targets=the_app),
    LookKind(kind="browser.axe", probe="browser", run=accessibility.run, targets=the_app),
    LookKind(
        kind="browser.journeys",
        probe="browser",
        run=journeys.run,
        targets=the_app,
        nature="reversible",
        needs=("accounts.a", "recordings", "authorisation"),
        destroys="entries of the synthetic account",
        restores="the entries stay in the synthetic account",
    ),
    LookKind(
        kind="browser.space",
        probe="browser",
        run=space.run,
        targets=the_app,
        nature="reversible",
        needs=("accounts.a", "recordings", "space", "authorisation"),
        control=False,
        destroys="the pairing of the synthetic account",
        restores="a pairing is made and undone",
    ),
)
