"""One section of the dossier, for looks that must know what the vendor declares before they look."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from harness.errors import LookFailed
from harness.probes.dossier.read import declared as read_declaration
from harness.probing import ProbeRoom

SectionT = TypeVar("SectionT")


def declared(room: ProbeRoom, section: str, shape: type[SectionT]) -> SectionT | None:
    """The section as typed values; ``None`` when there is no dossier, no such section, or another shape.

    What is wrong with the dossier is for the look ``dossier.read`` to tell.
    """
    if not room.manifest.dossier:
        return None
    try:
        return msgspec.convert(read_declaration(room).get(section), shape)
    except (LookFailed, msgspec.ValidationError):
        return None
