"""The code lists that the profiles bind to (``value_sets.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from conformance.contract.documents import document
from conformance.contract.shape import codings


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Codes of one system in one edition of a value set; no codes: the whole system."""

    system: str
    codes: tuple[str, ...] = ()
    edition: str


class ValueSet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One value set, over the editions that its publisher has given it."""

    title: str
    include: tuple[Edition, ...]


@cache
def value_sets() -> Mapping[str, ValueSet]:
    """Return every value set by its id. Raises ``msgspec.ValidationError`` when the file is wrong."""
    return msgspec.convert(document("profiles/value_sets.yaml"), dict[str, ValueSet])


def is_in(value_set: str, concept: object) -> bool:
    """Tell whether a CodeableConcept has a coding in any edition of a value set (binding strength: required)."""
    return any(_has(value_set, system, code) for system, code in codings(concept))


def _has(value_set: str, system: str, code: str) -> bool:
    listed = (part for part in value_sets()[value_set].include if part.system == system)
    return any(code in part.codes if part.codes else bool(code) for part in listed)
