"""Synthetic people who sit in front of the candidate: what they know, and one session of theirs at a time."""

from harness.probes.person.people import Person, fresh, nobody, seeded
from harness.probes.person.sitting import Sitting, as_ask, shared_sitting

__all__ = ["Person", "Sitting", "as_ask", "fresh", "nobody", "seeded", "shared_sitting"]
