"""The TLS probe: which protocols and suites a host accepts, and which certificates it shows. It never judges."""

from harness.probes.tls.probe import KINDS, run

__all__ = ["KINDS", "run"]
