"""What structured data say of a page: its schema.org types, its people, its dates and its citations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

Role = Literal["author", "reviewer"]
MOST_NAMED = 20


class Named(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person or an organisation with what is said of their qualification (``""``: nothing)."""

    name: str
    role: Role = "author"
    qualification: str = ""
    organisation: bool = False


class Structured(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Dates are as written; ``types`` are the bare names of schema.org types (``MedicalWebPage``)."""

    types: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()
    published: str = ""
    modified: str = ""
    reviewed: str = ""
    citations: tuple[str, ...] = ()


def merged(found: Iterable[Structured]) -> Structured:
    """One from several: the first date of each kind stands, lists are joined."""
    every = tuple(found)
    return Structured(
        types=tuple(dict.fromkeys(name for one in every for name in one.types))[:MOST_NAMED],
        named=tuple(dict.fromkeys(name for one in every for name in one.named))[:MOST_NAMED],
        published=next((one.published for one in every if one.published), ""),
        modified=next((one.modified for one in every if one.modified), ""),
        reviewed=next((one.reviewed for one in every if one.reviewed), ""),
        citations=tuple(dict.fromkeys(text for one in every for text in one.citations))[:100],
    )


def bare_type(name: str) -> str:
    """``MedicalWebPage`` of ``https://schema.org/MedicalWebPage`` or ``schema:MedicalWebPage``."""
    return name.strip().rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1][:80]
