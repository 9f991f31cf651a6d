"""Structural redaction at capture: secrets never reach the disk, what criteria must know about them does."""

from harness.redaction.redactor import Redactor, reference_of

__all__ = ["Redactor", "reference_of"]
