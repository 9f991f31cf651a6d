"""The colours of the report keep the contrast of WCAG 2.2 AA, by day and by night."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

STYLE = files("reports").joinpath("templates/report.css").read_text(encoding="utf-8")
PALETTES = [
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block)) for block in re.findall(r":root \{(.*?)\}", STYLE, re.S)
]
DAY, NIGHT = PALETTES[0], {**PALETTES[0], **PALETTES[1]}
WORDS = [
    *((text, ground) for text in ("ink", "soft", "accent") for ground in ("paper", "card")),
    *((state, f"{state}-bg") for state in ("pass", "fail", "inconclusive", "na", "review", "error")),
    *((state, ground) for state in ("fail", "inconclusive", "review") for ground in ("paper", "card")),
    ("card", "pass"),
    ("card", "fail"),
    ("paper", "ink"),
]


def light(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("text", "ground"), WORDS)
def test_words_are_legible(palette: dict[str, str], text: str, ground: str) -> None:
    assert contrast(palette[text], palette[ground]) >= 4.5


@pytest.mark.parametrize("palette", [DAY, NIGHT], ids=["day", "night"])
def test_the_focus_is_seen(palette: dict[str, str]) -> None:
    assert min(contrast(palette["focus"], palette[ground]) for ground in ("paper", "card")) >= 3
