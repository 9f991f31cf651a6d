"""Which criteria a call asks for."""

from __future__ import annotations

from criteria.catalogue import catalogue
from harness.errors import ConfigurationError


def asked_criteria(only: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of ``--only``; raises ``ConfigurationError`` for one that does not exist."""
    known = {one.id for one in catalogue().criteria}
    asked = [name.strip().upper() for part in only for name in part.split(",") if name.strip()]
    for name in asked:
        if name not in known:
            raise ConfigurationError("command.no_such_criterion", criterion=name)
    return tuple(asked)
