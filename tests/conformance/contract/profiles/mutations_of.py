"""The mutations of each profile: those of every Observation, and those of its own."""

from __future__ import annotations

from tests.conformance.contract.profiles.changes import Change, append, drop, each, put, rename, twice
from tests.conformance.contract.profiles.mutations import (
    BODY_SITE,
    CODE_ALONE,
    CODE_SLICE,
    CODINGS,
    ELSEWHERE,
    EVERY_OBSERVATION,
    METHOD,
    UNIT_FIXED,
    UNIT_TEXT,
    VALUES,
    Mutation,
)

Q = "valueQuantity"
DAYS = {
    "url": "https://interop.esante.gouv.fr/ig/fhir/mesures/StructureDefinition/mesures-number-of-days",
    "valueCodeableConcept": {
        "coding": [{"system": "https://mos.esante.gouv.fr/NOS/TRE_R308-TAASIP/FHIR/TRE-R308-TAASIP", "code": "GEN-275"}]
    },
}


def _become(system: str, code: str, unit: str) -> Change:
    return each(put({"coding": [{"system": system, "code": code}]}, "code"), put(unit, Q, "code"))


A04 = "https://mos.esante.gouv.fr/NOS/TRE_A04-Loinc/FHIR/TRE-A04-Loinc"
R308 = "https://mos.esante.gouv.fr/NOS/TRE_R308-TAASIP/FHIR/TRE-R308-TAASIP"

BLOOD_PRESSURE = (
    Mutation("diastolic-missing", "mes-component", drop("component", 1)),
    Mutation("diastolic-other-code", "mes-component", put("8867-4", "component", 1, "code", "coding", 0, "code")),
    Mutation("systolic-twice", "mes-component", twice("component", 0)),
    Mutation("mean-twice", "mes-component", twice("component", 2)),
    Mutation("one-component", "mes-component-count", put([{"code": {"text": "x"}, Q: {"value": 1}}], "component")),
    Mutation("components-missing", "vs-2", drop("component")),
    Mutation("value-at-top", "mes-value-forbidden", put({"value": 121}, Q)),
    Mutation("text-at-top", "mes-value-forbidden", put("121/78", "valueString")),
    Mutation("kilopascal", "mes-unit-code", put("kPa", "component", 0, Q, "code")),
    Mutation("component-unit-missing", "mes-unit-text", drop("component", 0, Q, "unit")),
    Mutation("component-system-other", "mes-unit-system", put("urn:oid:2.25.9", "component", 1, Q, "system")),
    Mutation("component-without-number", "mes-value", drop("component", 0, Q, "value")),
    Mutation("component-negative", "value-range", put(-3, "component", 0, Q, "value")),
    Mutation("component-without-value", "vs-3", drop("component", 0, Q)),
    Mutation("component-text", "mes-component-value", lambda one: rename(Q, "valueString", "121")(one["component"][0])),
    Mutation("component-two-values", "r4-choice", put("121", "component", 0, "valueString")),
    Mutation("component-without-code", "r4-required", drop("component", 0, "code")),
    Mutation("component-code-twice", "mes-component", twice("component", 0, "code", "coding", 0)),
    Mutation(
        "moment-two-codings",
        "extension-value",
        put({"coding": ELSEWHERE["coding"] * 2}, "extension", 1, "valueCodeableConcept"),
    ),
    Mutation(
        "component-modifier",
        "r4-modifier-extension",
        put([{"url": "u:x", "valueCode": "x"}], "component", 0, "modifierExtension"),
    ),
)
GLUCOSE = (
    Mutation("moment-missing", "glucose-moment-mandatory", drop("extension", 1)),
    Mutation("moment-unknown", "extension-value", put(ELSEWHERE, "extension", 1, "valueCodeableConcept")),
    Mutation("moment-text-only", "extension-value", put({"text": "matin"}, "extension", 1, "valueCodeableConcept")),
    Mutation("moment-twice", "extension-once", twice("extension", 1)),
    Mutation("diabetes-unknown", "extension-value", put(ELSEWHERE, "extension", 2, "valueCodeableConcept")),
    Mutation("days-on-blood", "glucose-days-forbidden", append(DAYS, "extension")),
    Mutation("days-unknown", "extension-value", append(DAYS | {"valueCodeableConcept": ELSEWHERE}, "extension")),
    Mutation("hba1c-with-moment", "glucose-moment-forbidden", _become(A04, "4548-4", "%")),
    Mutation("hba1c-with-days", "glucose-days-forbidden", each(_become(A04, "4548-4", "%"), put(DAYS, "extension", 1))),
    Mutation("hba1c-in-mg", "mes-unit-code", each(_become(A04, "4548-4", "mg/dL"), drop("extension", 1))),
    Mutation(
        "interstitial-without-days",
        "glucose-days-mandatory",
        each(_become(R308, "MED-969", "mg/dL"), drop("extension", 1)),
    ),
    Mutation(
        "interstitial-with-moment",
        "glucose-moment-forbidden",
        each(_become(R308, "MED-969", "mg/dL"), append(DAYS, "extension")),
    ),
    Mutation("index-without-days", "glucose-days-mandatory", each(_become(R308, "MED-972", "%"), drop("extension", 1))),
    Mutation("index-in-mg", "mes-unit-code", each(_become(R308, "MED-972", "mg/dL"), put(DAYS, "extension", 1))),
    Mutation("blood-in-percent", "mes-unit-code", put("%", Q, "code")),
    Mutation("blood-in-mmol", "mes-unit-code", put("mmol/L", Q, "code")),
    Mutation("code-second-without-system", "mes-coding", append({"code": "2345-7"}, "code", "coding")),
)
PAIN = (Mutation("pain-over-ten", "value-range", put(11, Q, "value")),)
BMI = (Mutation("population-unknown", "mes-applies-to", put([ELSEWHERE], "referenceRange", 0, "appliesTo")),)
DEVICE = (
    Mutation("type-missing", "phd-type", drop("type")),
    Mutation("type-other", "phd-type", put("65574", "type", "coding", 0, "code")),
    Mutation("type-system-other", "phd-type", put("urn:oid:2.25.9", "type", "coding", 0, "system")),
    Mutation("identifier-missing", "phd-identifier", drop("identifier")),
    Mutation("identifier-other-type", "phd-identifier", put("OTHER", "identifier", 0, "type", "coding", 0, "code")),
    Mutation("identifier-twice", "phd-identifier", twice("identifier", 0)),
    Mutation("identifier-without-value", "phd-identifier-value", drop("identifier", 0, "value")),
    Mutation("identifier-without-system", "phd-identifier-value", drop("identifier", 0, "system")),
    Mutation("manufacturer-missing", "phd-manufacturer", drop("manufacturer")),
    Mutation("model-missing", "phd-model", drop("modelNumber")),
    Mutation("specialization-missing", "phd-specialization", drop("specialization")),
    Mutation("specialization-unversioned", "phd-specialization", drop("specialization", 0, "version")),
    Mutation(
        "specialization-uncoded", "phd-specialization", put({"text": "balance"}, "specialization", 0, "systemType")
    ),
    Mutation("version-untyped", "phd-version", drop("version", 0, "type")),
    Mutation("profile-missing", "mes-profile-missing", drop("meta")),
    Mutation("status-unknown", "r4-binding", put("on", "status")),
    Mutation("name-unknown-type", "r4-binding", put("nickname", "deviceName", 0, "type")),
    Mutation("property-unknown", "r4-property", put(1, "battery")),
    Mutation("id-too-long", "r4-id", put("a" * 65, "id")),
    Mutation("expiry-not-in-calendar", "r4-dateTime", put("2026-04-31", "expirationDate")),
    Mutation("owner-list", "r4-type", put([], "owner")),
)

_SLICED = EVERY_OBSERVATION + VALUES + UNIT_TEXT + CODE_SLICE
_PATTERN = EVERY_OBSERVATION + VALUES + UNIT_TEXT
MUTATIONS: dict[str, tuple[Mutation, ...]] = {
    "body_weight": _SLICED + METHOD,
    "body_height": _SLICED + METHOD,
    "body_mass_index": _SLICED + BMI,
    "blood_pressure": EVERY_OBSERVATION + CODE_SLICE + BODY_SITE + BLOOD_PRESSURE,
    "body_temperature": _SLICED + METHOD + BODY_SITE + CODINGS,
    "glucose": EVERY_OBSERVATION + VALUES + METHOD + GLUCOSE,
    "pain_severity": _PATTERN + UNIT_FIXED + METHOD + PAIN,
    "steps_by_day": _PATTERN + UNIT_FIXED + METHOD + CODE_ALONE,
    "waist_circumference": EVERY_OBSERVATION + VALUES,
    "head_circumference": _SLICED + UNIT_FIXED,
    "heart_rate": _SLICED + METHOD,
    "phd_device": DEVICE,
}
