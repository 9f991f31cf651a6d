"""Right resources, made from the contract's data, for cases to send or to spoil."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from conformance.contract.measures import Indicator, Measure, load_measures

UNITS = "http://unitsofmeasure.org"
WEIGHT, HEIGHT, BMI = "body_weight", "body_height", "body_mass_index"
_LOINC = "https://mos.esante.gouv.fr/NOS/TRE_A04-Loinc/FHIR/TRE-A04-Loinc"
_TAASIP = "https://mos.esante.gouv.fr/NOS/TRE_R308-TAASIP/FHIR/TRE-R308-TAASIP"
# Of JDV_J154 (before a meal) and JDV_J155 (seven days), as the profiles' examples have them.
_EXTENSIONS = {"moment": (_LOINC, "53049-3"), "number_of_days": (_TAASIP, "GEN-275")}
_IDENTIFIERS = "http://hl7.org/fhir/uv/phd/CodeSystem/ContinuaDeviceIdentifiers"
_SCALE = "528399"
_VALUES = {"pain_severity": 4, "hba1c": 7, "glycation_index": 7, "body_temperature": 37}


def named(indicator_id: str) -> tuple[Measure, Indicator]:
    """The measure and the indicator of an id in ``measures.yaml``."""
    return next((m, i) for m in load_measures().measures for i in m.indicators if i.id == indicator_id)


def code_of(indicator_id: str) -> str:
    """The code of an indicator."""
    return named(indicator_id)[1].code


def writable() -> list[str]:
    """The ids of every indicator that an app may write."""
    return [i.id for m in load_measures().measures if m.writable for i in m.indicators]


def observation(indicator_id: str, subject: dict[str, str], at: str, value: Decimal | int | None = None) -> Any:
    """A right Observation of one indicator (value in its first unit), for this ``subject.identifier``."""
    measure, indicator = named(indicator_id)
    wanted = load_measures()
    made: dict[str, Any] = {
        "resourceType": "Observation",
        "meta": {"profile": [wanted.families["mes"].base + measure.profiles["mes"]]},
        "status": "final",
        "category": [{"coding": [{"system": wanted.category.system, "code": wanted.category.code}]}],
        "code": {"coding": [{"system": indicator.systems[0], "code": indicator.code}]},
        "subject": {"identifier": dict(subject)},
        "effectiveDateTime": at,
    }
    told = _VALUES.get(indicator_id, 71) if value is None else value
    if measure.components:
        required = [part for part in measure.components if part.required]
        made["component"] = [_component(part.system, part.code, part.units[0], told) for part in required]
    else:
        made["valueQuantity"] = _quantity(told, indicator.units[0], indicator.display)
    extensions = [extension(name) for name in _EXTENSIONS if getattr(indicator, name) == "mandatory"]
    return made | ({"extension": extensions} if extensions else {})


def extension(name: str) -> dict[str, Any]:
    """A right extension: ``moment`` or ``number_of_days``."""
    system, code = _EXTENSIONS[name]
    address = load_measures().extensions[name][0]
    return {"url": address, "valueCodeableConcept": {"coding": [{"system": system, "code": code}]}}


def device(name: str, identifier: str) -> dict[str, Any]:
    """A right Device (a weight scale), whose ``id`` is ``name``."""
    wanted = load_measures().device
    return {
        "resourceType": "Device",
        "id": name,
        "meta": {"profile": [wanted.profile]},
        "identifier": [
            {
                "type": {"coding": [{"system": _IDENTIFIERS, "code": "SYSID"}]},
                "system": identifier.partition("|")[0],
                "value": identifier.partition("|")[2],
            }
        ],
        "type": {"coding": [{"system": wanted.type.system, "code": wanted.type.code}]},
        "specialization": [
            {"systemType": {"coding": [{"system": wanted.type.system, "code": _SCALE}]}, "version": "2.0"}
        ],
        "manufacturer": "Probant",
        "modelNumber": "S-1",
    }


def bundle(made: dict[str, Any], device_id: str = "", identifier: str = "") -> dict[str, Any]:
    """A right transaction of one Observation, and of a Device with this identifier (``urn:oid:…|…``) if it has one."""
    entries: list[dict[str, Any]] = [{"resource": made, "request": {"method": "POST", "url": "Observation"}}]
    if device_id:
        made["device"] = {"reference": f"Device/{device_id}"}
        request = {"method": "POST", "url": "Device", "ifNoneExist": f"identifier={identifier}"}
        entries.append({"resource": device(device_id, identifier), "request": request})
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def _quantity(value: Decimal | int, unit: str, display: str = "") -> dict[str, Any]:
    return {"value": value, "unit": display or unit, "system": UNITS, "code": unit}


def _component(system: str, code: str, unit: str, value: Decimal | int) -> dict[str, Any]:
    return {"code": {"coding": [{"system": system, "code": code}]}, "valueQuantity": _quantity(value, unit)}
