"""The clauses of the contract that the suite tries (``clauses.yaml``), typed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from criteria.criterion import Source
from criteria.text import Text
from criteria.verdict import Standing
from criteria.yaml_data import load_yaml

Profile = Literal["open", "paired", "writes"]
OUR_READING = "our reading"


class Clause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One clause. ``negative`` tells that its case does something wrong and must be refused.

    ``profile``: ``open`` needs nobody; ``paired`` pairs people and reads; ``writes`` also writes measures.
    """

    id: str
    text: Text
    source: str
    profile: Profile = "writes"
    negative: bool = False

    @property
    def area(self) -> str:
        """What the clause is about: the first part of its id."""
        return self.id.partition(".")[0]

    @property
    def origin(self) -> Source:
        """The text that it comes from, and how well that text is known."""
        if OUR_READING in self.source:
            return Source(self.source, Standing.OUR_READING)
        known = Standing.SECONDARY if self.source.startswith(("MES", "ANS", "IHE")) else Standing.READ
        return Source(self.source, known)


@cache
def clauses() -> tuple[Clause, ...]:
    """Every clause, in the order in which they are tried. Raises ``msgspec.ValidationError`` when the file is wrong."""
    return tuple(map(_clause, load_yaml(files(__package__).joinpath("clauses.yaml").read_bytes())))


def _clause(told: dict[str, object]) -> Clause:
    kept = {name: value for name, value in told.items() if name not in ("en", "fr")}
    return msgspec.convert(kept | {"text": {"en": told["en"], "fr": told["fr"]}}, Clause)
