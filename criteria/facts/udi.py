"""Device identifiers of a UDI: their issuing agency by their shape, and their check characters."""

from __future__ import annotations

import re
from typing import Literal

_HIBC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
_GTIN = re.compile(r"(?:\(01\)|01(?=\d{14}$))?(\d{8}|\d{12}|\d{13}|\d{14})")
Outcome = Literal["right", "wrong", "unknown"]


def checked(udi_di: str) -> Outcome:
    """Whether the check character of a device identifier is right; ``unknown`` for an agency that is not read here.

    GS1 (General Specifications, section 7.9: modulo 10 over the digits of a GTIN) and HIBCC (HIBC Supplier Labeling
    Standard: modulo 43 over the characters after the plus sign and before the check character).
    """
    text = udi_di.strip().upper()
    compact = re.sub(r"[ -]", "", text)
    if text.startswith("+") and len(text) > 6 and all(one in _HIBC for one in text):
        total = sum(_HIBC.index(one) for one in text[:-1])
        return "right" if _HIBC[total % 43] == text[-1] else "wrong"
    gtin = _GTIN.fullmatch(compact)
    if gtin is not None:
        return "right" if _modulo_ten(gtin[1]) else "wrong"
    return "unknown"


def _modulo_ten(digits: str) -> bool:
    weighed = (int(one) * (3 if place % 2 else 1) for place, one in enumerate(reversed(digits)))
    return sum(weighed) % 10 == 0
