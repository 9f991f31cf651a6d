"""Guided journeys: what a person is asked to do by hand, in the vendor's words. Text alone, never a command."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from criteria.text import Text

LONGEST = 500
"""Characters of one instruction as it is shown."""
_ANY = re.compile(r"\$\{([^}]*)\}")
_KNOWN = re.compile(
    r"account\.(?:login|password|totp)|space\.(?:login|password)|canary\.[a-z_]{1,40}"
    r"|birth\.(?:date|year|month|day)|mail\.code|number\.\d{1,9}-\d{1,9}"
    r"|measure\.[a-z_]{1,40}:\d{1,9}-\d{1,9}|now(?:\.utc)?"
)


class Wording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One instruction in both languages."""

    fr: str
    en: str


Instruction = str | Wording
Guided = tuple[Instruction, ...]


def text_of(instruction: Instruction) -> Text:
    """The instruction in both languages; one that was written once stands for both."""
    if isinstance(instruction, Wording):
        return Text(en=instruction.en, fr=instruction.fr)
    return Text(en=instruction, fr=instruction)


def shown(text: str) -> str:
    """``text`` as one bounded line without control characters, as it may stand on somebody's terminal."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def guided_faults(guided: Mapping[str, Guided], journeys: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Places that a JSON Schema cannot judge: a journey declared twice, a value that nobody can be told."""
    for name, instructions in guided.items():
        if name in journeys:
            yield f"guided.{name}", "manifest.twice_driven"
        for number, instruction in enumerate(instructions):
            text = text_of(instruction)
            if any(not shown(one) for one in (text.en, text.fr)):
                yield f"guided.{name}.{number}", "manifest.nothing_said"
            if any(not _KNOWN.fullmatch(value) for one in (text.en, text.fr) for value in _ANY.findall(one)):
                yield f"guided.{name}.{number}", "manifest.not_tellable"
