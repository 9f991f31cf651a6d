"""The dossier probe: reads what the vendor hands in, and every document that it names. It never judges."""

from harness.probes.dossier.probe import KINDS, run

__all__ = ["KINDS", "run"]
