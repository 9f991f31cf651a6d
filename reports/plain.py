"""Making foreign text harmless to a reader: what is invisible becomes visible, what is endless ends."""

from __future__ import annotations

import unicodedata

LONGEST = 2_000
"""Characters of one string in a report; the whole of it stands in ``audit.json``."""
MOST_MARKS = 3
"""Combining marks in a row that are kept: more would paint over the neighbouring lines."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BREAKS = frozenset("\t\n\r")


def plain(value: object, limit: int = LONGEST) -> str:
    """``value`` as text in which control, bidirectional and other invisible characters are written as ``[U+202E]``.

    Line breaks become spaces. A text longer than ``limit`` characters is cut, and says by how much.
    """
    text = str(value)
    kept = "".join(_shown(text[:limit]))
    return kept if len(text) <= limit else f"{kept}… (+{len(text) - limit})"


def _shown(text: str) -> list[str]:
    shown: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MOST_MARKS:
            continue
        if character in _BREAKS:
            shown.append(" ")
        elif category in _INVISIBLE:
            shown.append(f"[U+{ord(character):04X}]")
        else:
            shown.append(character)
    return shown
