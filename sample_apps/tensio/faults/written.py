"""Faults of what is written into the space, and harmless variants of it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sample_apps.tensio.build import Build
from sample_apps.tensio.faults.replacing import Fault, exchange
from sample_apps.tensio.pairing.exchange import Bundle
from sample_apps.tensio.pairing.fhir import LOINC, PROFILE, UCUM, transaction
from sample_apps.tensio.pairing.verdicts import DONE, Verdict, judged, written
from sample_apps.tensio.pairing.wire import Answer
from sample_apps.tensio.store.measures import Measure
from sample_apps.tensio.store.pairings import Pairing
from sample_apps.tensio.store.standing import WRITE

VITAL_SIGNS = "http://hl7.org/fhir/StructureDefinition/vitalsigns"
BMI_PROFILE = "https://fhir.monespacesante.fr/ref/mesure/StructureDefinition/mes-observation-bmi"
REASON = "https://interop.esante.gouv.fr/ig/fhir/mesures/StructureDefinition/mesures-reason-for-measurement"
LABORATORY = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}


def _observation(**changes: Any) -> Fault:
    """Elements of the Observation that are replaced; ``None`` takes one away."""

    def built(measure: Measure, pairing: Pairing) -> Bundle:
        bundle = transaction(measure, pairing)
        resource = bundle["entry"][0]["resource"] | changes
        bundle["entry"][0]["resource"] = {name: value for name, value in resource.items() if value is not None}
        return bundle

    return exchange(built=built)


def _bundle(change: Callable[[Bundle], Bundle]) -> Fault:
    return exchange(built=lambda measure, pairing: change(transaction(measure, pairing)))


def doubles_after_lost_answer(build: Build) -> None:
    """Each attempt makes a new measure: another identifier, and a moment that is a second later than the last."""
    attempts: Counter[str] = Counter()

    def built(measure: Measure, pairing: Pairing) -> Bundle:
        bundle = transaction(measure, pairing)
        observation = bundle["entry"][0]["resource"]
        observation["identifier"][0]["value"] = f"urn:uuid:{uuid.uuid4()}"
        observation["effectiveDateTime"] = (measure.moment + timedelta(seconds=attempts[measure.id])).isoformat()
        attempts[measure.id] += 1
        return bundle

    build.exchange = replace(build.exchange, built=built)


def refusal_as_success(build: Build) -> None:
    """A write that the space refuses is noted and shown as arrived."""

    def judged_so(answer: Answer, purpose: str) -> Verdict:
        verdict = judged(answer, purpose)
        return DONE if purpose == WRITE and verdict.kind == "refused" else verdict

    def written_so(answer: Answer) -> Verdict:
        return DONE if judged(answer, WRITE).kind == "refused" else written(answer)

    build.exchange = replace(build.exchange, judged=judged_so, written=written_so)


FAULTS: Mapping[str, Fault] = {
    "no_profile": _observation(meta=None),
    "wrong_category": _observation(category=[{"coding": [LABORATORY]}]),
    "bmi_sent": _observation(
        meta={"profile": [BMI_PROFILE]}, component=None, code={"coding": [{"system": LOINC, "code": "39156-5"}]},
        valueQuantity={"value": 24, "unit": "kg/m2", "system": UCUM, "code": "kg/m2"},
    ),
    "refusal_as_success": refusal_as_success,
    "doubles_after_lost_answer": doubles_after_lost_answer,
    "extra_extension": _observation(extension=[{"url": REASON, "valueString": "Suivi habituel"}]),
    "profile_listed_second": _observation(meta={"profile": [VITAL_SIGNS, PROFILE]}),
    "extra_bundle_id": _bundle(lambda bundle: {**bundle, "id": str(uuid.uuid4())}),
}
