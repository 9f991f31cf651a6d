"""Blood pressure as the space's measures interface wants it (FHIR R4, LOINC 85354-9, UCUM ``mm[Hg]``)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sample_apps.tensio.store.measures import Measure
from sample_apps.tensio.store.pairings import Pairing

LOINC = "http://loinc.org"
PANEL, SYSTOLIC, DIASTOLIC = "85354-9", "8480-6", "8462-4"
UNIT = "mm[Hg]"
PROFILE = "https://fhir.monespacesante.fr/ref/mesure/StructureDefinition/mes-observation-bp"
CATEGORY = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}


def transaction(measure: Measure, pairing: Pairing) -> dict[str, Any]:
    """The Bundle that creates one Observation; the measure's own id is its business identifier."""
    observation = {
        "resourceType": "Observation",
        "meta": {"profile": [PROFILE]},
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{measure.id}"}],
        "status": "final",
        "category": [{"coding": [CATEGORY]}],
        "code": {"coding": [{"system": LOINC, "code": PANEL, "display": "Blood pressure panel"}]},
        "subject": {"identifier": {"system": authority_uri(pairing), "value": pairing.subject}},
        "effectiveDateTime": measure.taken_at,
        "component": [_component(SYSTOLIC, measure.systolic), _component(DIASTOLIC, measure.diastolic)],
    }
    entry = {
        "fullUrl": f"urn:uuid:{uuid.uuid4()}",
        "resource": observation,
        "request": {"method": "POST", "url": "Observation"},
    }
    return {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}


def authority_uri(pairing: Pairing) -> str:
    """The assigning authority as a URI: an OID becomes ``urn:oid:...``."""
    return pairing.authority if ":" in pairing.authority else f"urn:oid:{pairing.authority}"


def _component(code: str, value: int) -> dict[str, Any]:
    quantity = {"value": value, "unit": UNIT, "system": "http://unitsofmeasure.org", "code": UNIT}
    return {"code": {"coding": [{"system": LOINC, "code": code}]}, "valueQuantity": quantity}


@dataclass(frozen=True)
class Reading:
    """A measure as the space gives it back; values in mm[Hg], ``taken_at`` as the space wrote it."""

    systolic: float
    diastolic: float
    taken_at: str


def readings(bundle: dict[str, Any]) -> list[Reading]:
    """The blood pressures of a searchset that can be shown without doubt; anything else is left out."""
    entries = bundle.get("entry")
    found = [_reading(entry.get("resource")) for entry in entries if isinstance(entry, dict)] if isinstance(
        entries, list) else []
    return [reading for reading in found if reading is not None]


def _reading(resource: object) -> Reading | None:
    if not isinstance(resource, dict) or resource.get("resourceType") != "Observation":
        return None
    # A resource that was withdrawn, or that carries a modifier we do not know, must not be shown (FHIR R4 2.4).
    if resource.get("status") == "entered-in-error" or "modifierExtension" in resource:
        return None
    components = resource.get("component")
    values = _values(components) if isinstance(components, list) else {}
    taken_at = resource.get("effectiveDateTime")
    if SYSTOLIC not in values or DIASTOLIC not in values or not isinstance(taken_at, str):
        return None
    return Reading(values[SYSTOLIC], values[DIASTOLIC], taken_at)


def _values(components: list[Any]) -> dict[str, float]:
    found: dict[str, float] = {}
    for component in components:
        match component:
            case {
                "code": {"coding": [{"system": "http://loinc.org", "code": str(code)}, *_]},
                "valueQuantity": {"value": int() | float() as value, "code": "mm[Hg]"},
            }:
                found[code] = value
    return found
