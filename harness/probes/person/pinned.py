"""A person who enters the values that a look has pinned."""

from __future__ import annotations

from collections.abc import Mapping

from harness.probes.exchange.placeholders import Value
from harness.probes.http.journey import Knows


class Pinned:
    """A person who enters pinned values."""

    def __init__(self, person: Knows | None, given: Mapping[str, float]) -> None:
        self._person = person
        self._given = {name: int(value) if value == int(value) else value for name, value in given.items()}

    def known(self, name: str) -> Value | None:
        """A pinned value, whatever the bounds of its placeholder; else what the person knows."""
        kind, _, rest = name.partition(".")
        if kind == "measure":
            return self._given.get(rest.partition(":")[0])
        return self._person.known(name) if self._person else None

    def keep(self, name: str, value: Value) -> None:
        """Remember what a page gave."""
        if self._person:
            self._person.keep(name, value)
