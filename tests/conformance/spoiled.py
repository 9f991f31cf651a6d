"""One way to break each write rule: the error that it shows, and how a right request is spoiled."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from conformance.contract.measures import load_measures

Spoil = Callable[[dict[str, Any]], Any]
EXTENSIONS = load_measures().extensions


def extend(name: str) -> Spoil:
    return lambda o: o.setdefault("extension", []).append({"url": EXTENSIONS[name][0], "valueString": "x"})


def source(value: str) -> Spoil:
    return lambda o: o["meta"].update(source=value)


SPOILED_OBSERVATIONS: list[tuple[str, str, Spoil]] = [
    ("observation_profile_missing", "body_weight", lambda o: o["meta"].pop("profile")),
    ("observation_profile_missing", "body_weight", lambda o: o.update(meta={"profile": [7]})),
    (
        "observation_profile_unknown",
        "body_weight",
        lambda o: o["meta"].update(profile=["http://x.example/p"]),
    ),
    ("source_foreign", "body_weight", source("urn:oid:2.25.999")),
    ("source_foreign", "body_weight", source("urn:oid:2.25.1000")),
    ("status_invalid", "body_weight", lambda o: o.pop("status")),
    ("status_invalid", "body_weight", lambda o: o.update(status="done")),
    ("category_invalid", "body_weight", lambda o: o.pop("category")),
    ("code_unknown", "body_weight", lambda o: o["code"]["coding"][0].update(code="0-0")),
    ("code_unknown", "body_weight", lambda o: o["code"]["coding"][0].update(system="http://x.example")),
    ("subject_missing", "body_weight", lambda o: o.pop("subject")),
    ("subject_missing", "body_weight", lambda o: o["subject"]["identifier"].pop("value")),
    ("effective_invalid", "body_weight", lambda o: o.pop("effectiveDateTime")),
    ("effective_invalid", "body_weight", lambda o: o.update(effectiveDateTime="2026-11")),
    ("effective_invalid", "body_weight", lambda o: o.update(effectiveDateTime="2026-02-30")),
    ("effective_invalid", "body_weight", lambda o: o.update(effectiveDateTime="2026-11-02T07:30:00")),
    ("effective_invalid", "body_weight", lambda o: o.update(effectiveDateTime="0001-01-01T00:00:00+14:00")),
    ("value_missing", "body_weight", lambda o: o.pop("valueQuantity")),
    ("value_missing", "body_weight", lambda o: o["valueQuantity"].update(value="71")),
    ("value_missing", "body_weight", lambda o: o["valueQuantity"].update(value=True)),
    ("value_unit", "body_weight", lambda o: o["valueQuantity"].update(code="[lb_av]")),
    ("value_unit", "body_temperature", lambda o: o["valueQuantity"].update(code="[degF]")),
    ("value_unit", "pain_severity", lambda o: o["valueQuantity"].update(unit="points")),
    ("value_forbidden", "blood_pressure", lambda o: o.update(valueQuantity={"value": 1})),
    ("value_missing", "blood_pressure", lambda o: o["component"].pop(1)),
    ("value_missing", "blood_pressure", lambda o: o["component"][0].pop("valueQuantity")),
    ("value_unit", "blood_pressure", lambda o: o["component"][0]["valueQuantity"].update(code="kPa")),
    (
        "component_repeated",
        "blood_pressure",
        lambda o: o["component"].append(copy.deepcopy(o["component"][0])),
    ),
    ("bmi_creation", "body_mass_index", lambda o: None),
    ("moment_mandatory", "blood_glucose", lambda o: o.pop("extension")),
    ("number_of_days_forbidden", "blood_glucose", extend("number_of_days")),
    ("moment_forbidden", "hba1c", extend("moment")),
    ("number_of_days_forbidden", "hba1c", extend("number_of_days")),
    ("moment_forbidden", "interstitial_glucose", extend("moment")),
    ("number_of_days_mandatory", "interstitial_glucose", lambda o: o.pop("extension")),
    ("moment_forbidden", "glycation_index", extend("moment")),
    ("number_of_days_mandatory", "glycation_index", lambda o: o.pop("extension")),
]


SPOILED_BUNDLES: list[tuple[str, Spoil]] = [
    ("bundle_missing", lambda b: b.update(resourceType="Observation")),
    ("bundle_type", lambda b: b.update(type="batch")),
    ("entry_not_acceptable", lambda b: b["entry"][0]["request"].update(method="PUT")),
    ("entry_not_acceptable", lambda b: b["entry"].append({"resource": {"resourceType": "Patient"}})),
    ("entry_url", lambda b: b["entry"][0]["request"].update(url="Observation/1")),
    ("one_observation", lambda b: b["entry"].pop(0)),
    ("one_observation", lambda b: b["entry"].append(copy.deepcopy(b["entry"][0]))),
    ("one_device", lambda b: b["entry"].append(copy.deepcopy(b["entry"][1]))),
    ("if_none_exist", lambda b: b["entry"][1]["request"].pop("ifNoneExist")),
    ("if_none_exist", lambda b: b["entry"][1]["request"].update(ifNoneExist="identifier=urn:oid:2.25|")),
    ("device_reference_missing", lambda b: b["entry"][0]["resource"].pop("device")),
    ("device_not_linked", lambda b: b["entry"][0]["resource"]["device"].update(reference="Device/other")),
    ("device_not_linked", lambda b: b["entry"][0]["resource"]["device"].update(reference="urn:uuid:x")),
    ("device_profile_missing", lambda b: b["entry"][1]["resource"].pop("meta")),
    ("device_type", lambda b: b["entry"][1]["resource"].pop("type")),
]
