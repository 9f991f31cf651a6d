"""The content probe: a drawn sample of health pages. It never judges."""

from harness.looks import LookKind, the_app
from harness.probes.content import sample

__all__ = ["KINDS"]

KINDS = (LookKind(kind="content.sample", probe="content", run=sample.run, targets=the_app),)
