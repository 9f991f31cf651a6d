"""Which language a text is in: French, English, or another. A vote of frequent words with its confidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from criteria.yaml_data import load_yaml

Language = Literal["fr", "en", "other", ""]
FEWEST_WORDS = 20
RAREST = 0.08
"""Share of the words below which a text is in none of the two languages (French prose has about 0.35)."""

_WORD = re.compile(r"[^\W\d_]+")


class Vote(NamedTuple):
    """``language`` is ``""`` for too short a text; ``confidence`` is from 0 to 1."""

    language: Language
    confidence: float


def detect(text: str) -> Vote:
    """Vote on at most the first 20,000 words."""
    words = [found[0].lower() for found in _WORD.finditer(text[:200_000])][:20_000]
    if len(words) < FEWEST_WORDS:
        return Vote("", 0.0)
    french, english = (_count(words, _known()[name]) for name in ("fr", "en"))
    most, least = max(french, english), min(french, english)
    if most < RAREST * len(words):
        return Vote("other", round(1 - most / (RAREST * len(words)), 2))
    lead = (most - least) / (most + least)
    return Vote("fr" if french >= english else "en", round(lead * min(1.0, most / 15), 2))


def _count(words: Iterable[str], known: frozenset[str]) -> int:
    return sum(word in known for word in words)


@cache
def _known() -> dict[str, frozenset[str]]:
    raw = load_yaml(files("criteria.facts.html").joinpath("words.yaml").read_bytes())
    return {name: frozenset(map(str, listed)) for name, listed in raw.items()}
