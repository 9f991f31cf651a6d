"""National health identifiers (INS, NIR) in a stranger's text: found by structure and key, never by length alone."""

from __future__ import annotations

import re

LONGEST = 1_000_000
"""Characters of one text that are searched."""

_NIR = re.compile(
    r"(?<![0-9A-Za-z.,+-])"
    r"(?P<sex>[12])[ .\u00a0]?(?P<year>\d{2})[ .\u00a0]?(?P<month>0[1-9]|1[0-2])[ .\u00a0]?"
    r"(?P<place>(?:0[1-9]|[1-8]\d|9[0-5]|2[AB])[ .\u00a0]?\d{3}|9[78]\d[ .\u00a0]?\d{2}|99[ .\u00a0]?\d{3})[ .\u00a0]?"
    r"(?P<order>\d{3})[ .\u00a0]?(?P<key>\d{2})(?![0-9A-Za-z]|[.,]\d)",
    re.ASCII,
)
_OID = re.compile(r"(?<![0-9.])1\.2\.250\.1\.213\.1\.4\.(?:8|9|10|11)(?![0-9]|\.[0-9])", re.ASCII)
_GAPS = str.maketrans("", "", " .\u00a0")


def key_of(number: str) -> int | None:
    """The key of thirteen characters of a NIR: 97 less their rest by 97. Corsica's 2A counts as 19, 2B as 18.

    None when they are no such thirteen characters.
    """
    department = {"2A": "19", "2B": "18"}.get(number[5:7], number[5:7])
    digits = number[:5] + department + number[7:]
    return 97 - int(digits) % 97 if len(digits) == 13 and digits.isascii() and digits.isdecimal() else None


def has_nir(text: str) -> bool:
    """Whether a NIR stands in ``text``: sex 1 or 2, a month, a department, and the right key."""
    for found in _NIR.finditer(text[:LONGEST]):
        number = "".join(found.group("sex", "year", "month", "place", "order")).translate(_GAPS)
        if key_of(number) == int(found["key"]):
            return True
    return False


def ins_oids(text: str) -> frozenset[str]:
    """The assigning authorities of the INS that ``text`` names; a longer OID that begins alike is another one."""
    return frozenset(_OID.findall(text[:LONGEST]))
