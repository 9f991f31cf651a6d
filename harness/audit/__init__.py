"""The audit: plan, run every look, seal, judge."""

from harness.audit.evaluate import evaluate, evaluated
from harness.audit.events import Event, Listener
from harness.audit.run import AuditRun, run_audit

__all__ = ["AuditRun", "Event", "Listener", "evaluate", "evaluated", "run_audit"]
