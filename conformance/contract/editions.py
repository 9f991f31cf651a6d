"""The editions of the measures' API: what each text says where they disagree (``editions.yaml``)."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from conformance.contract.documents import document

EditionId = Literal["mes-1.5.2", "ans-3.1.1"]


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one text says. ``location`` has ``{type}``, ``{id}`` and ``{oid}`` to fill in."""

    source: str
    bundle_missing_status: int
    device: Literal["optional", "mandatory"]
    location: str
    families: tuple[str, ...]


@cache
def editions() -> dict[EditionId, Edition]:
    """Return every edition by its id. Raises ``msgspec.ValidationError`` when the file is wrong."""
    return msgspec.convert(document("editions.yaml"), dict[EditionId, Edition])


def edition(name: EditionId = "mes-1.5.2") -> Edition:
    """Return one edition: the one that is in force, unless another is named."""
    return editions()[name]
