"""Comparing what two documents say of the same thing: names, numbers and dates, whatever their spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files

from criteria.yaml_data import load_yaml

_FORMS = load_yaml(files("criteria").joinpath("reference/written_forms.yaml").read_bytes())
_MONTHS = {name: number for number, names in _FORMS["months"].items() for name in names}
_LEGAL_FORMS = frozenset(_FORMS["legal_forms"])
_ISO = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])")
_NUMERIC = re.compile(r"(?<![0-9])([0-9]{1,2})\s?[/.-]\s?([0-9]{1,2})\s?[/.-]\s?([0-9]{4})(?![0-9])")
_SHORT = re.compile(r"(?<![0-9./])([0-3][0-9])([/.])([01][0-9])\2([0-9]{2})(?![./]?[0-9])")
_NAMED = "|".join(_MONTHS)
_DAY_MONTH = re.compile(rf"(?<![0-9])([0-9]{{1,2}})(?:er|st|nd|rd|th)?\s+({_NAMED})\s+([0-9]{{4}})(?![0-9])")
_MONTH = re.compile(rf"\b({_NAMED})\s+([0-9]{{4}})(?![0-9])")
_MONTH_DAY = re.compile(rf"\b({_NAMED})\s+([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+([0-9]{{4}})(?![0-9])")


def plain(text: str) -> str:
    """Lower case, without accents, typographic apostrophes and hyphens made plain, white space squeezed."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(bare.translate(_PLAIN).lower().split())


_PLAIN = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "œ": "oe", "Œ": "oe", "æ": "ae"})


@lru_cache(maxsize=256)
def core(text: str) -> str:
    """Letters and digits of ``text`` alone: equal for the same number or name, however it is spaced."""
    return "".join(one for one in plain(text) if one.isalnum())


def name_words(name: str) -> frozenset[str]:
    """The words that distinguish a company's name: its legal form and short words are left out."""
    words = re.findall(r"[a-z0-9]+", plain(name).replace(".", ""))
    return frozenset(word for word in words if word not in _LEGAL_FORMS and len(word) > 1)


def same_name(one: str, other: str) -> bool | None:
    """Whether two names are of one company: ``True``, ``False`` (nothing in common), or ``None`` (cannot tell)."""
    left, right = name_words(one), name_words(other)
    if core(one) == core(other) or (left and left == right):
        return True
    shared = left & right or core("".join(left)) in core(other) or core("".join(right)) in core(one)
    return None if shared or not (left and right) else False


def name_in(name: str, text: str) -> bool:
    """Whether the distinguishing words of ``name`` stand in ``text``, in order and together."""
    words = [word for word in re.findall(r"[a-z0-9]+", plain(name).replace(".", "")) if word in name_words(name)]
    return bool(words) and "".join(words) in core(text)


def dates_in(text: str) -> Iterator[date]:
    """Every date that ``text`` writes, in French or English; days come before months in figures, two figures of a
    year are of this century."""
    yield from (found for _, found in dates_at(plain(text)))


def dates_at(bare: str) -> Iterator[tuple[int, date]]:
    """(position, date) of every date in plain text."""
    for found in _ISO.finditer(bare):
        yield from _date(found, found[1], int(found[2]), found[3])
    for found in _NUMERIC.finditer(bare):
        yield from _date(found, found[3], int(found[2]), found[1])
    for found in _SHORT.finditer(bare):
        yield from _date(found, f"20{found[4]}", int(found[3]), found[1])
    for found in _DAY_MONTH.finditer(bare):
        yield from _date(found, found[3], _MONTHS[found[2]], found[1])
    for found in _MONTH_DAY.finditer(bare):
        yield from _date(found, found[3], _MONTHS[found[1]], found[2])


def months_at(bare: str) -> Iterator[tuple[int, date]]:
    """(position, first day) of every month that plain text writes with its year."""
    for found in _MONTH.finditer(bare):
        yield from _date(found, found[2], _MONTHS[found[1]], "1")


def _date(found: re.Match[str], year: str, month: int, day: str) -> Iterator[tuple[int, date]]:
    try:
        yield found.start(), date(int(year), month, int(day))
    except ValueError:
        return
