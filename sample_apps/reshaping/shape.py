"""What a seed chooses: one hand's habits, the same on every page."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Shape:
    """The habits of one seed. The same question always gets the same answer."""

    seed: int

    def wants(self, what: str, share: float = 0.5) -> bool:
        """Whether this hand does so."""
        return self._chance(what).random() < share

    def pick(self, what: str, among: Sequence[T]) -> T:
        """One of several ways."""
        return self._chance(what).choice(among)

    def shuffled(self, what: str, things: Sequence[T]) -> list[T]:
        """The things in this hand's order."""
        order = list(things)
        self._chance(what).shuffle(order)
        return order

    def name(self, kind: str, name: str) -> str:
        """Another name for a class or an identifier, as the hand's tools make them."""
        digest = hashlib.sha256(f"{self.seed}:{kind}:{name}".encode()).hexdigest()
        return self.pick("names", ("x{0}", "css-{0}", "c_{0}", "v{0}__el", "Page_{0}")).format(digest[:7])

    def _chance(self, what: str) -> random.Random:
        return random.Random(f"{self.seed}:{what}")
