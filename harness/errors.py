"""Errors that a user can cause or must hear of. Each has a sentence on what is wrong and one on what to do.

ProbantError                 code 4   (a bug, if it is nothing below)
  ConfigurationError         code 3   what the user gave cannot be used
    ManifestError                     candidate.yaml, with the place in the file
    BundleError                       a bundle that cannot be read as one
  TamperedError              code 5   evidence or signature was changed
LookFailed                            a look could not be made (never leaves the audit: it closes the look)
"""

from __future__ import annotations

from criteria.messages import message
from criteria.text import Text


class ProbantError(Exception):
    """The base: ``problem`` says what is wrong and where, ``remedy`` what to do, both in two languages."""

    code = 4

    def __init__(self, key: str, **params: object) -> None:
        values = {name: str(value) for name, value in params.items()}
        found = message(key)
        self.key = key
        self.problem = found.seen.filled(values)
        self.remedy: Text | None = found.todo.filled(values) if found.todo else None
        super().__init__(self.problem.en)


class ConfigurationError(ProbantError):
    """What the user gave cannot be used."""

    code = 3


class ManifestError(ConfigurationError):
    """``candidate.yaml`` is wrong; the problem names the place in the file."""


class BundleError(ConfigurationError):
    """What was given as a bundle is not one."""


class TamperedError(ProbantError):
    """Evidence, audit or attestation were changed after they were signed or sealed."""

    code = 5


class LookFailed(Exception):
    """A look could not be made; ``reason`` is a message key, ``params`` its values."""

    def __init__(self, reason: str, **params: object) -> None:
        message(reason)
        self.reason = reason
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(reason)
