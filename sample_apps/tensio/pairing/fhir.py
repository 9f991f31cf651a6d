"""Blood pressure as the space's measures interface wants it (FHIR R4, LOINC 85354-9, UCUM ``mm[Hg]``)."""

from __future__ import annotations

import uuid
from typing import Any

from sample_apps.tensio.store.measures import Measure
from sample_apps.tensio.store.pairings import Pairing

LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
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
    quantity = {"value": value, "unit": UNIT, "system": UCUM, "code": UNIT}
    return {"code": {"coding": [{"system": LOINC, "code": code}]}, "valueQuantity": quantity}
