"""Instructions with their values: as a person is shown them, and as they are recorded, without any secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from criteria.text import Text
from harness.manifest.guided import Instruction, shown, text_of
from harness.probes.exchange.placeholders import PLACEHOLDER, Known, Unfilled, value_of

SECRET = frozenset(("account.password", "account.totp", "mail.code", "space.password"))
"""Values that a person may be told and that are recorded by their names alone."""
FRESH = frozenset(("account.totp", "mail.code"))
"""Values that must be asked for only once the acts before have been done: they age, or are caused by them."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One instruction in both languages, as shown and as recorded."""

    shown: Text
    recorded: Text


def parts(instructions: Sequence[Instruction]) -> list[tuple[Instruction, ...]]:
    """The instructions, cut before each one that needs a fresh value."""
    cut: list[list[Instruction]] = [[]]
    for one in instructions:
        if cut[-1] and names(one) & FRESH:
            cut.append([])
        cut[-1].append(one)
    return [tuple(part) for part in cut if part]


def names(instruction: Instruction) -> frozenset[str]:
    """The placeholders of an instruction."""
    text = text_of(instruction)
    return frozenset(name for side in (text.en, text.fr) for name in PLACEHOLDER.findall(side))


def told(instruction: Instruction, known: Known) -> Told:
    """The instruction with its values. Raises ``Unfilled``."""
    values: dict[str, str] = {}
    for name in sorted(names(instruction)):
        value = value_of(name, known)
        if value == "":
            raise Unfilled(name)
        values[name] = str(value)
    kept = {name: f"${{{name}}}" if name in SECRET else value for name, value in values.items()}
    text = text_of(instruction)
    return Told(shown=_both(text, _with(values)), recorded=_both(text, _with(kept)))


def _with(values: Mapping[str, str]) -> Callable[[str], str]:
    return lambda side: shown(PLACEHOLDER.sub(lambda found: values[found[1]], side))


def _both(text: Text, change: Callable[[str], str]) -> Text:
    return Text(en=change(text.en), fr=change(text.fr))
