"""The pinned list of certified hosts: a look-up that can only ask a person to look closer, never fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from criteria.check import Note, Seen, note
from criteria.facts.dossier import day
from criteria.facts.dossier_hosting import HdsFields
from criteria.facts.dossier_siren import digits
from criteria.facts.dossier_words import core, same_name
from criteria.facts.reference_pack import ReferencePack
from criteria.gdpr.hds_certificate import Certificate


def list_notes(one: Certificate, lists: Sequence[Seen[ReferencePack]], today: date) -> Iterator[Note]:
    """Look the holder up in every pinned list of the name ``hds``."""
    if not lists:
        yield note("no_list", one.said, holder=one.hds.holder)
    for pinned in lists:
        entries = _of_holder(pinned.fact, one.hds)
        about = {"holder": one.hds.holder, "version": pinned.fact.version}
        if not entries:
            yield note("not_listed", one.said, pinned, **about)
        elif not any(_agrees(entry, one.hds, today) for entry in entries):
            yield note("list_differs", one.said, pinned, **about)


def _of_holder(pinned: ReferencePack, hds: HdsFields) -> list[dict[str, Any]]:
    siren = digits(hds.holder_siren)
    if siren and (found := pinned.having("siren", siren)):
        return list(found)
    return [entry for entry in pinned.entries if same_name(str(entry.get("holder", "")), hds.holder)]


def _agrees(entry: dict[str, Any], hds: HdsFields, today: date) -> bool:
    """Whether the list's entry, where it gives a number, activities or an end, agrees with the certificate."""
    number, activities, end = entry.get("number"), entry.get("activities"), day(str(entry.get("valid_to", "")))
    same_number = not number or core(str(number)) == core(hds.number)
    covers = not isinstance(activities, list) or set(hds.activities) <= {one for one in activities if _is_number(one)}
    return same_number and covers and (end is None or end >= today)


def _is_number(value: object) -> bool:
    return isinstance(value, int)
