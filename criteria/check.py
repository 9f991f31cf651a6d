"""What a check is: a pure generator from facts to notes, bound to one criterion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from criteria.candidate import Candidate
from criteria.facts.registry import FactReader
from criteria.observation import Observation

FactT = TypeVar("FactT")


class Seen(msgspec.Struct, Generic[FactT], frozen=True):
    """A fact and the observation that it was read from."""

    fact: FactT
    observation: Observation


class Note(msgspec.Struct, frozen=True):
    """One statement of a check: a clause of its criterion, the observations it rests on, and the template's values."""

    clause: str
    observations: tuple[str, ...]
    params: dict[str, str]


class UndeclaredFact(Exception):
    """A check asked for a fact that its criterion does not declare: a bug in Probant."""


def note(clause: str, *seen: Seen[Any], **params: object) -> Note:
    """State ``clause`` on the ground of ``seen``, with the values of its sentence."""
    rests_on = tuple(dict.fromkeys(one.observation.id for one in seen))
    return Note(clause, rests_on, {name: str(value) for name, value in params.items()})


class Facts:
    """The facts of one subject that one criterion may use; nothing else is reachable from a check."""

    def __init__(
        self,
        reader: FactReader,
        observations: Iterable[Observation],
        declared: Iterable[str],
        candidate: Candidate,
        as_of: datetime,
    ) -> None:
        self._reader = reader
        self._observations = tuple(observations)
        self._declared = frozenset(declared)
        self.candidate = candidate
        self.as_of = as_of
        self.used: set[str] = set()

    def all(self, fact: type[FactT]) -> tuple[Seen[FactT], ...]:
        """Every fact of this type with its observation, in recorded order."""
        if fact.__name__ not in self._declared:
            raise UndeclaredFact(f"{fact.__name__} is not among the declared facts {sorted(self._declared)}")
        self.used.add(fact.__name__)
        return tuple(Seen(found, seen) for seen in self._observations for found in self._reader.read(fact, seen))

    def first(self, fact: type[FactT]) -> Seen[FactT] | None:
        """The first fact of this type, or ``None``."""
        return next(iter(self.all(fact)), None)

    def only(self, names: Iterable[str]) -> Facts:
        """The same facts, of the named observations alone (for ablation)."""
        kept = set(names)
        rest = (seen for seen in self._observations if seen.id in kept)
        return Facts(self._reader, rest, self._declared, self.candidate, self.as_of)

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the observations behind these facts."""
        return tuple(seen.id for seen in self._observations)


Check = Callable[[Facts], Iterator[Note]]
CHECKS: dict[str, Check] = {}
"""Every check by the id of its criterion; filled when ``criteria.catalogue`` imports the topics."""


def check(criterion: str) -> Callable[[Check], Check]:
    """Bind the decorated check to a criterion. Id and function name must agree (``SEC-01``, ``sec_01``)."""

    def register(function: Check) -> Check:
        if function.__name__ != criterion.lower().replace("-", "_"):
            raise ValueError(f"the check of {criterion} is named {function.__name__}")
        if criterion in CHECKS:
            raise ValueError(f"{criterion} has two checks")
        CHECKS[criterion] = function
        return function

    return register
