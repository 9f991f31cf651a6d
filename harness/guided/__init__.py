"""Guided acts: what a person is asked to do by hand, and what they answer. Who asks is behind ``Asker``."""

from harness.guided.asker import Act, Asker, Reply

__all__ = ["Act", "Asker", "Reply"]
