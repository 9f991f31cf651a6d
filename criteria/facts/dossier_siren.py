"""SIREN numbers: how they are written, and their key (algorithm of Luhn, ISO/IEC 7812-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SPACED = r"[0-9]{3}[\s.]?[0-9]{3}[\s.]?[0-9]{3}"
_LABELLED = re.compile(
    rf"\b(?:sirene?|siret|r\.?\s?c\.?\s?s\.?|tva|vat)\b[^0-9]{{0,60}}?(?:fr\s?[0-9a-z]{{2}}\s?)?({_SPACED})(?![0-9])"
    rf"|\b(?:sirene?|siret|r\.?\s?c\.?\s?s\.?)\b[^0-9]{{0,60}}?({_SPACED})[\s.]?[0-9]{{5}}(?![0-9])"
    rf"|\bfr\s?[0-9]{{2}}\s?({_SPACED})(?![0-9])",
    re.IGNORECASE,
)
LA_POSTE = "356000000"


def digits(text: str) -> str:
    """The digits of ``text`` alone."""
    return "".join(character for character in text if character in "0123456789")


def valid_siren(siren: str) -> bool:
    """Whether the nine digits satisfy the key of Luhn."""
    return len(siren) == 9 and digits(siren) == siren and luhn(siren)


def valid_siret(siret: str) -> bool:
    """Whether the fourteen digits satisfy their key; those of La Poste may sum to a multiple of five instead."""
    if len(siret) != 14 or digits(siret) != siret:
        return False
    return luhn(siret) or (siret.startswith(LA_POSTE) and sum(map(int, siret)) % 5 == 0)


def sirens_in(text: str) -> Iterator[tuple[int, str]]:
    """(position, nine digits) of every number that ``text`` calls a SIREN, SIRET, RCS or French VAT number."""
    for found in _LABELLED.finditer(text):
        number = next(group for group in found.groups() if group)
        yield found.start(), digits(number)


def luhn(number: str) -> bool:
    """Whether these digits satisfy the key of Luhn."""
    total = 0
    for place, character in enumerate(reversed(number)):
        figure = int(character) * (1 + place % 2)
        total += figure - 9 if figure > 9 else figure
    return total % 10 == 0
