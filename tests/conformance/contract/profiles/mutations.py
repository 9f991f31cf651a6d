"""One deviation each from a right resource, with the rule that must catch it."""

from __future__ import annotations

from typing import NamedTuple

from tests.conformance.contract.profiles.changes import Change, drop, put, rename, twice


class Mutation(NamedTuple):
    """``change`` spoils a resource in place; ``rule`` must then be among the rules broken."""

    name: str
    rule: str
    change: Change


REASON = "https://interop.esante.gouv.fr/ig/fhir/mesures/StructureDefinition/mesures-reason-for-measurement"
ELSEWHERE = {"coding": [{"system": "urn:oid:2.25.999", "code": "nowhere"}]}
VALUE = ("valueQuantity", "value")

EVERY_OBSERVATION = (
    Mutation("property-unknown", "r4-property", put("x", "colour")),
    Mutation("property-unknown-inside", "r4-property", put("x", "code", "coding", 0, "colour")),
    Mutation("type-other", "r4-resource-type", put("Patient", "resourceType")),
    Mutation("status-missing", "r4-required", drop("status")),
    Mutation("status-unknown", "r4-binding", put("done", "status")),
    Mutation("code-missing", "r4-required", drop("code")),
    Mutation("code-other", "mes-code", put("1234-5", "code", "coding", 0, "code")),
    Mutation("code-system-other", "mes-code", put("http://snomed.info/sct", "code", "coding", 0, "system")),
    Mutation("code-text-only", "mes-code", put({"text": "mesure"}, "code")),
    Mutation("category-missing", "mes-category", drop("category")),
    Mutation("category-other", "mes-category", put("laboratory", "category", 0, "coding", 0, "code")),
    Mutation("category-system-other", "mes-category", put("urn:oid:2.25.9", "category", 0, "coding", 0, "system")),
    Mutation("category-twice", "mes-category", twice("category", 0)),
    Mutation(
        "category-second-coding",
        "mes-category-coding",
        lambda one: one["category"][0]["coding"].append({"system": "urn:oid:2.25.9", "code": "other"}),
    ),
    Mutation("subject-missing", "mes-subject", drop("subject")),
    Mutation("subject-without-identifier", "mes-subject-identifier", put({"display": "moi"}, "subject")),
    Mutation("subject-without-system", "mes-subject-identifier", drop("subject", "identifier", "system")),
    Mutation("subject-without-value", "mes-subject-identifier", drop("subject", "identifier", "value")),
    Mutation("subject-not-a-patient", "mes-reference", put("Practitioner/1", "subject", "reference")),
    Mutation("effective-missing", "mes-effective", drop("effectiveDateTime")),
    Mutation("effective-year", "vs-1", put("2026", "effectiveDateTime")),
    Mutation("effective-month", "vs-1", put("2026-11", "effectiveDateTime")),
    Mutation("effective-not-in-calendar", "r4-dateTime", put("2026-02-29", "effectiveDateTime")),
    Mutation("effective-without-offset", "r4-dateTime", put("2026-11-02T07:30:00", "effectiveDateTime")),
    Mutation("effective-without-seconds", "r4-dateTime", put("2026-11-02T07:30Z", "effectiveDateTime")),
    Mutation("effective-other-form", "r4-dateTime", put("02/11/2026", "effectiveDateTime")),
    Mutation(
        "effective-period", "mes-effective", rename("effectiveDateTime", "effectivePeriod", {"start": "2026-11-02"})
    ),
    Mutation("effective-two", "r4-choice", put({"start": "2026-11-02"}, "effectivePeriod")),
    Mutation("profile-missing", "mes-profile-missing", drop("meta", "profile")),
    Mutation("profile-other", "mes-profile", put(["http://hl7.org/fhir/StructureDefinition/bp"], "meta", "profile")),
    Mutation("source-without-oid", "mes-source", put("https://app.example.org", "meta", "source")),
    Mutation("source-with-space", "r4-uri", put("urn:oid:2.25.100 1", "meta", "source")),
    Mutation("id-with-slash", "r4-id", put("a/b", "id")),
    Mutation("issued-without-time", "r4-instant", put("2026-11-02", "issued")),
    Mutation("implicit-rules", "r4-implicit-rules", put("https://rules.example.org", "implicitRules")),
    Mutation(
        "modifier-extension",
        "r4-modifier-extension",
        put([{"url": "https://example.org/not", "valueBoolean": True}], "modifierExtension"),
    ),
    Mutation("extension-without-value", "ext-1", put([{"url": REASON}], "extension")),
    Mutation("extension-without-address", "r4-required", put([{"valueString": "x"}], "extension")),
    Mutation(
        "reason-twice", "extension-once", lambda one: one["extension"].extend([{"url": REASON, "valueString": "x"}] * 2)
    ),
    Mutation("reason-coded", "extension-value", put({"url": REASON, "valueCode": "x"}, "extension", 0)),
    Mutation("reason-two-values", "r4-choice", put("x", "extension", 0, "valueCode")),
    Mutation("list-empty", "r4-empty", put([], "note")),
    Mutation("object-empty", "r4-empty", put({}, "performer", 0)),
    Mutation("null", "r4-type", put(None, "subject")),
    Mutation("note-as-text", "r4-type", put("x", "note")),
    Mutation("note-with-control-character", "json-text", put("a\x00b", "note", 0, "text")),
    Mutation("device-not-a-device", "mes-reference", put("Patient/1", "device", "reference")),
    Mutation("range-without-bounds", "obs-3", put([{"type": {"text": "normal"}}], "referenceRange")),
)

VALUES = (
    Mutation("value-missing", "mes-value", drop("valueQuantity")),
    Mutation("value-missing-everywhere", "vs-2", drop("valueQuantity")),
    Mutation("value-as-text", "r4-type", put("71", *VALUE)),
    Mutation("value-as-boolean", "r4-type", put(True, *VALUE)),
    Mutation("value-without-number", "mes-value", drop(*VALUE)),
    Mutation("value-negative", "value-range", put(-1, *VALUE)),
    Mutation("value-infinite", "json-number", put(float("inf"), *VALUE)),
    Mutation("value-other-type", "mes-value", rename("valueQuantity", "valueString", "71 kg")),
    Mutation("value-two", "r4-choice", put("71 kg", "valueString")),
    Mutation("value-absent-reason-only", "mes-value", rename("valueQuantity", "dataAbsentReason", {"text": "inconnu"})),
    Mutation("value-and-absent-reason", "obs-6", put({"text": "inconnu"}, "dataAbsentReason")),
    Mutation("unit-other", "mes-unit-code", put("[lb_av]", "valueQuantity", "code")),
    Mutation("unit-missing", "mes-unit-code", drop("valueQuantity", "code")),
    Mutation("unit-system-other", "mes-unit-system", put("http://snomed.info/sct", "valueQuantity", "system")),
    Mutation("unit-without-system", "qty-3", drop("valueQuantity", "system")),
    Mutation("comparator-unknown", "r4-binding", put("~", "valueQuantity", "comparator")),
    Mutation(
        "value-beside-component",
        "obs-7",
        lambda one: one.update(component=[{"code": one["code"], "valueQuantity": one["valueQuantity"]}]),
    ),
    Mutation("component-without-value", "vs-3", put([{"code": {"text": "x"}}], "component")),
)
UNIT_TEXT = (Mutation("unit-text-missing", "mes-unit-text", drop("valueQuantity", "unit")),)
UNIT_FIXED = (Mutation("unit-text-other", "mes-unit-fixed", put("unités", "valueQuantity", "unit")),)
CODE_SLICE = (Mutation("code-twice", "mes-code", twice("code", "coding", 0)),)
CODE_ALONE = (
    Mutation("code-second", "mes-code-only", lambda one: one["code"]["coding"].append(ELSEWHERE["coding"][0])),
)
METHOD = (
    Mutation("method-unknown", "mes-method", put(ELSEWHERE, "method")),
    Mutation("method-text-only", "mes-method", put({"text": "à la main"}, "method")),
)
BODY_SITE = (Mutation("site-unknown", "mes-body-site", put(ELSEWHERE, "bodySite")),)
CODINGS = (Mutation("site-without-system", "mes-coding", drop("bodySite", "coding", 0, "system")),)
