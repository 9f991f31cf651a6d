"""What a client asks the space for: to write measures, to read them, or both (SMART App Launch 2.2, scopes)."""

from __future__ import annotations

import re

from criteria.candidate import SpaceClient

FHIR_SCOPE = re.compile(r"(?:patient|user|system)/[A-Za-z*]{1,60}\.([a-z*]{1,20})(?:\?.*)?")
LETTERS = {"write": frozenset("cud"), "read": frozenset("rs")}


def asks_to(purpose: str, client: SpaceClient | None) -> bool:
    """Whether the declared scopes let it ``write`` or ``read``; a client whose scopes say nothing may do both."""
    found = [match[1] for scope in (client.scopes if client else ()) if (match := FHIR_SCOPE.fullmatch(scope))]
    return not found or any(_allows(purpose, allowed) for allowed in found)


def _allows(purpose: str, allowed: str) -> bool:
    return allowed in ("*", purpose) or (allowed not in ("read", "write") and bool(LETTERS[purpose] & set(allowed)))
