"""What a person takes along: every measure as FHIR resources, and as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from sample_apps.tensio.store.measures import Measure

LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
SCOPES = "http://terminology.hl7.org/CodeSystem/consentscope"
PANEL, SYSTOLIC, DIASTOLIC, PULSE = "85354-9", "8480-6", "8462-4", "8867-4"
COLUMNS = ("date", "systolique_mmHg", "diastolique_mmHg", "pouls_par_minute", "note", "partagee_le")


@dataclass(frozen=True)
class Takeout:
    """Everything that is held of a person."""

    email: str
    consented_at: str
    measures: list[Measure]


def as_fhir(held: Takeout) -> tuple[str, bytes]:
    """A FHIR R4 bundle of type ``collection``: its media type and its bytes."""
    patient = {"resourceType": "Patient", "id": "moi", "telecom": [{"system": "email", "value": held.email}]}
    consent = {
        "resourceType": "Consent", "status": "active" if held.consented_at else "inactive",
        "scope": {"coding": [{"system": SCOPES, "code": "patient-privacy"}]},
        "category": [{"text": "Données de santé"}], "patient": {"reference": "Patient/moi"},
    }
    if held.consented_at:
        consent["dateTime"] = held.consented_at
    resources = [patient, consent, *map(_observation, held.measures)]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}
    return "application/fhir+json", json.dumps(bundle, ensure_ascii=False, indent=1).encode()


def as_csv(held: Takeout) -> tuple[str, bytes]:
    """A table with a head line; what a spreadsheet would take for a formula is kept as text."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";")
    rows.writerow(COLUMNS)
    for one in held.measures:
        rows.writerow((one.taken_at, one.systolic, one.diastolic, one.pulse or "", _text(one.note), one.shared_at))
    return "text/csv; charset=utf-8", out.getvalue().encode("utf-8-sig")


def _observation(one: Measure) -> dict[str, Any]:
    parts = [(SYSTOLIC, one.systolic, "mm[Hg]"), (DIASTOLIC, one.diastolic, "mm[Hg]")]
    parts += [(PULSE, one.pulse, "/min")] if one.pulse else []
    made = {
        "resourceType": "Observation", "id": one.id, "status": "final", "subject": {"reference": "Patient/moi"},
        "code": {"coding": [{"system": LOINC, "code": PANEL}]}, "effectiveDateTime": one.taken_at,
        "component": [
            {
                "code": {"coding": [{"system": LOINC, "code": code}]},
                "valueQuantity": {"value": value, "system": UCUM, "code": unit},
            }
            for code, value, unit in parts
        ],
    }
    return made | ({"note": [{"text": one.note}]} if one.note else {})


def _text(note: str) -> str:
    return f"'{note}" if note[:1] in ("=", "+", "-", "@", "\t") else note
