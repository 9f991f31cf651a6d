"""Blood pressures as the space gives them back: only what can be shown without doubt is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sample_apps.tensio.clock import now
from sample_apps.tensio.pairing.fhir import DIASTOLIC, LOINC, PANEL, SYSTOLIC, UCUM, UNIT, authority_uri
from sample_apps.tensio.store.pairings import Pairing

VALID = {"final", "amended", "corrected"}
UNIT_TEXTS = {UNIT, "mmHg", "mm Hg"}
HIGHEST = 400
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))?", re.ASCII)
CLOCK_LEEWAY = timedelta(minutes=5)
MAX_NOTE = 200


@dataclass(frozen=True)
class Reading:
    """A measure as the space gives it back; values in mm[Hg], ``taken_at`` as the space wrote it."""

    systolic: float
    diastolic: float
    taken_at: str
    note: str = ""


def is_own(resource: dict[str, Any], pairing: Pairing) -> bool:
    """Whether it is about the person of the pairing, by authority and idPE."""
    match resource.get("subject"):
        case {"identifier": {"system": str(system), "value": str(value)}}:
            return system == authority_uri(pairing) and value == pairing.subject
    return False


def is_valid(resource: dict[str, Any]) -> bool:
    """Whether its status says that it counts (FHIR R4 Observation.status)."""
    return resource.get("status") in VALID


def names_of(resource: dict[str, Any]) -> set[str]:
    """What the measure is known by: its id, and its business identifiers."""
    found = {f"id {resource['id']}"} if isinstance(resource.get("id"), str) else set()
    identifiers = resource.get("identifier")
    for one in identifiers if isinstance(identifiers, list) else []:
        if isinstance(one, dict) and isinstance(one.get("value"), str):
            found.add(f"{one.get('system')} {one['value']}")
    return found


def reading_of(resource: dict[str, Any]) -> Reading | None:
    """The blood pressure of an Observation, or ``None`` when it is none that can be shown without doubt."""
    # Elements that may turn the meaning round, and that we do not know, forbid showing it (FHIR R4 2.4, 2.1.0.5).
    if "modifierExtension" in resource or "implicitRules" in resource or not _has_code(resource.get("code"), PANEL):
        return None
    values = [_value(resource.get("component"), code) for code in (SYSTOLIC, DIASTOLIC)]
    taken_at = resource.get("effectiveDateTime")
    if values[0] is None or values[1] is None or not isinstance(taken_at, str) or not _is_past(taken_at):
        return None
    return Reading(values[0], values[1], taken_at, _note(resource.get("note")))


def _has_code(concept: object, wanted: str) -> bool:
    codings = concept.get("coding") if isinstance(concept, dict) else None
    return isinstance(codings, list) and any(
        isinstance(one, dict) and one.get("system") == LOINC and one.get("code") == wanted for one in codings
    )


def _value(components: object, wanted: str) -> float | None:
    """The value of the one component of that code; two of them contradict each other."""
    parts = components if isinstance(components, list) else []
    found = [one for one in parts if isinstance(one, dict) and _has_code(one.get("code"), wanted)]
    if len(found) != 1 or "modifierExtension" in found[0]:
        return None
    quantity = found[0].get("valueQuantity")
    return _pressure(quantity) if isinstance(quantity, dict) else None


def _pressure(quantity: dict[str, Any]) -> float | None:
    """Millimetres of mercury; ``None`` for another unit, one that contradicts itself, or no exact value."""
    coded = quantity.get("code") == UNIT and quantity.get("system") == UCUM
    if not coded or str(quantity.get("unit", UNIT)) not in UNIT_TEXTS or "comparator" in quantity:
        return None
    value = quantity.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= HIGHEST:
        return None
    return int(value) if value == int(value) else value


def _is_past(text: str) -> bool:
    """Whether a FHIR dateTime names a day, or a moment with an offset, that is not in the future."""
    if not MOMENT.fullmatch(text):
        return False
    try:
        if "T" not in text:
            return date.fromisoformat(text) <= now().date()
        return datetime.fromisoformat(text) <= now() + CLOCK_LEEWAY
    except (ValueError, OverflowError):
        return False


def _note(notes: object) -> str:
    match notes:
        case [{"text": str(text)}, *_]:
            return text[:MAX_NOTE]
    return ""
