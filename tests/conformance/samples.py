"""Right requests, made from the contract's data, for tests to send or to spoil."""

from __future__ import annotations

from typing import Any

from conformance.contract.measures import Indicator, Measure, load_measures
from conformance.contract.profiles.value_sets import value_sets

OID = "2.25.100"
ASSIGNING_AUTHORITY = "urn:oid:2.25.200"
CONTINUA = "http://hl7.org/fhir/uv/phd/CodeSystem/ContinuaDeviceIdentifiers"
DEVICE_ID = "3bc44de3-069d-442d-829b-f3ef68cae372"


def observation(indicator_id: str, *, idpe: str = "idpe-1", authority: str = ASSIGNING_AUTHORITY) -> dict[str, Any]:
    """Return a right Observation of one indicator."""
    measure, indicator = _named(indicator_id)
    made: dict[str, Any] = {
        "resourceType": "Observation",
        "meta": {"profile": [load_measures().families["mes"].base + measure.profiles["mes"]]},
        "status": "final",
        "category": [{"coding": [{"system": load_measures().category.system, "code": "vital-signs"}]}],
        "code": {"coding": [{"system": indicator.systems[0], "code": indicator.code}]},
        "subject": {"identifier": {"system": authority, "value": idpe}},
        "effectiveDateTime": "2026-11-02T07:30:00+01:00",
    }
    if measure.components:
        made["component"] = [_component(part.system, part.code, part.units[0]) for part in measure.components]
    else:
        made["valueQuantity"] = _quantity(indicator.units[0], indicator.display)
    extensions = [
        {"url": load_measures().extensions[name][0], "valueCodeableConcept": _concept(f"glucose_{listed}")}
        for name, listed in (("moment", "moment"), ("number_of_days", "days"))
        if getattr(indicator, name) == "mandatory"
    ]
    return made | ({"extension": extensions} if extensions else {})


def device() -> dict[str, Any]:
    """Return a right Device."""
    wanted = load_measures().device
    return {
        "resourceType": "Device",
        "id": DEVICE_ID,
        "meta": {"profile": [wanted.profile]},
        "type": {"coding": [{"system": wanted.type.system, "code": wanted.type.code}]},
        "identifier": [
            {
                "type": {"coding": [{"system": CONTINUA, "code": "SYSID"}]},
                "system": f"urn:oid:{OID}.1",
                "value": "FE-ED-01",
            }
        ],
        "manufacturer": "Essai",
        "modelNumber": "E-1",
        "specialization": [
            {"systemType": {"coding": [{"system": wanted.type.system, "code": "528399"}]}, "version": "2.3"}
        ],
    }


def bundle(made: dict[str, Any], with_device: bool = False) -> dict[str, Any]:
    """Return a right transaction that carries this Observation, and a Device if asked."""
    entries: list[dict[str, Any]] = [{"resource": made, "request": {"method": "POST", "url": "Observation"}}]
    if with_device:
        made["device"] = {"reference": f"Device/{DEVICE_ID}"}
        request = {"method": "POST", "url": "Device", "ifNoneExist": f"identifier=urn:oid:{OID}.1|FE-ED-01"}
        entries.append({"resource": device(), "request": request})
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def _concept(value_set: str) -> dict[str, Any]:
    listed = value_sets()[value_set].include[0]
    return {"coding": [{"system": listed.system, "code": listed.codes[0]}]}


def _named(indicator_id: str) -> tuple[Measure, Indicator]:
    return next((m, i) for m in load_measures().measures for i in m.indicators if i.id == indicator_id)


def _quantity(unit: str, display: str = "") -> dict[str, Any]:
    value = 7 if display == "Level" else 71  # a level of pain is ten at most
    return {"value": value, "unit": display or unit, "system": "http://unitsofmeasure.org", "code": unit}


def _component(system: str, code: str, unit: str) -> dict[str, Any]:
    return {"code": {"coding": [{"system": system, "code": code}]}, "valueQuantity": _quantity(unit)}
