"""What the console says, in French and in English (``words.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

from conformance.lab.scenarios import Words

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


@cache
def words() -> Mapping[str, Words]:
    """Every sentence by its key."""
    text = files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), dict[str, Words])


def say(lang: Language, key: str, **values: object) -> str:
    """A sentence, with its values; plain text, to be escaped. Raises ``KeyError``."""
    return words()[key][lang].format(**values)


def choose(*wishes: str) -> Language:
    """The first language that is ours among wishes (a tag, or an Accept-Language header); else French."""
    for wish in wishes:
        for tag in wish[:200].replace(",", " ").split():
            for one in LANGUAGES:
                if tag[:2].lower() == one:
                    return one
    return "fr"
