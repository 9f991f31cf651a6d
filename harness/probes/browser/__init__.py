"""The browser probe: pages as a person's browser loads them, before and after every choice, signed in and out."""

from harness.looks import LookKind, the_app
from harness.probes.browser import visits

__all__ = ["KINDS"]

KINDS = (LookKind(kind="browser.visits", probe="browser", run=visits.run, targets=the_app),)
