"""The outside probe: what the world beyond the candidate answers to what its pages point at. It never judges."""

from harness.looks import LookKind, the_app
from harness.probes.outside import links

__all__ = ["KINDS"]

KINDS = (LookKind(kind="outside.links", probe="outside", run=links.run, targets=the_app, control=False),)
