"""Text in both languages, and the filling of its templates with what a candidate sent."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Literal

import msgspec

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")
VALUE_LIMIT = 240
"""Longest value (characters) that a candidate may put into one of our sentences."""


class Text(msgspec.Struct, frozen=True):
    """One sentence in English and in French."""

    en: str
    fr: str

    def in_(self, language: Language) -> str:
        """The sentence in ``language``."""
        return self.en if language == "en" else self.fr

    def filled(self, params: Mapping[str, str]) -> Text:
        """This template with every ``{name}`` replaced; raises ``KeyError`` for a name without a value."""
        tame = {name: tamed(value) for name, value in params.items()}
        return Text(en=_fill(self.en, tame), fr=_fill(self.fr, tame))

    def names(self) -> frozenset[str]:
        """The names of the values that the template needs."""
        return frozenset(name for side in (self.en, self.fr) for name in _names(side))


class Ours(str):
    """A value that we made ourselves (a list of criteria): it goes into a sentence whole."""


def tamed(value: object) -> str:
    """``value`` as one printable line of bounded length: candidates choose these strings."""
    if isinstance(value, Ours):
        return value
    line = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in str(value))
    return line if len(line) <= VALUE_LIMIT else line[: VALUE_LIMIT - 1] + "…"


def _names(template: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(template) if name]


def _fill(template: str, params: Mapping[str, str]) -> str:
    parts = []
    for literal, name, _, _ in string.Formatter().parse(template):
        parts.append(literal)
        if name is not None:
            parts.append(params[name])
    return "".join(parts)
