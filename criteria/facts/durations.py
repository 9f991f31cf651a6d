"""Periods as French and English texts write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from criteria.facts.dossier_words import plain
from criteria.yaml_data import load_yaml


class Duration(msgspec.Struct, frozen=True):
    """A period in days. ``least`` and ``most`` differ where a unit has no fixed length (a month, a year)."""

    least: float
    most: float

    def meets(self, other: Duration) -> bool:
        """Whether the two can be the same period (twelve months, one year)."""
        return self.least <= other.most and other.least <= self.most


@cache
def retention_words() -> dict[str, Any]:
    """The patterns of ``reference/retention_patterns.yaml``."""
    return dict(load_yaml(files("criteria").joinpath("reference/retention_patterns.yaml").read_bytes()))


@cache
def _pattern() -> re.Pattern[str]:
    numbers = "|".join(sorted(retention_words()["numbers"], key=len, reverse=True))
    units = "|".join(f"(?P<u{rank}>{unit})" for rank, unit in enumerate(retention_words()["units"]))
    count = rf"(?:(?P<figures>[0-9]{{1,5}})|(?P<word>{numbers}))"
    return re.compile(rf"(?<![\w-]){count} ?(?:\([0-9]{{1,5}}\) ?)?(?:{units})\b")


def durations_in(text: str) -> Iterator[Duration]:
    """Every period that ``text`` writes, in order."""
    bounds = list(retention_words()["units"].values())
    for found in _pattern().finditer(plain(text)):
        count = int(found["figures"]) if found["figures"] else int(retention_words()["numbers"][found["word"]])
        least, most = next(bound for rank, bound in enumerate(bounds) if found[f"u{rank}"])
        yield Duration(count * least, count * most)


def same_periods(one: str, other: str) -> bool:
    """Whether every period that ``one`` writes is among those of ``other``, and at least one is."""
    wanted, given = list(durations_in(one)), list(durations_in(other))
    return bool(wanted) and all(any(period.meets(known) for known in given) for period in wanted)


def names_event(text: str) -> bool:
    """Whether a period can be worked out from an event that ``text`` names; « until they are deleted » names none."""
    told = re.sub(retention_words()["circular"], " ", plain(text))
    return re.search(retention_words()["event"], told) is not None


def ends_with_browser(text: str) -> bool:
    """Whether ``text`` says that the data end with the browser or its session."""
    return re.search(retention_words()["browser"], plain(text)) is not None


def is_vague(text: str) -> bool:
    """Whether ``text`` says no more than that data are kept as long as needed."""
    return re.search(retention_words()["vague"], plain(text)) is not None
