"""Measures that are refused, each with its own words (MES 1.5.2, codes of error): a right request, spoiled once."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from conformance.suite import samples
from conformance.suite.bench import Bench, stamp
from conformance.suite.case import case
from conformance.suite.outcome import expect_outcome

Spoil = Callable[[dict[str, Any]], Any]


def _extend(name: str) -> Spoil:
    return lambda made: made.setdefault("extension", []).append(samples.extension(name))


def _source(value: str) -> Spoil:
    return lambda made: made["meta"].update(source=value)


# clause, error of the contract, indicator, ways to spoil its Observation
_OBSERVATIONS: tuple[tuple[str, str, str, tuple[Spoil, ...]], ...] = (
    ("profile-missing", "observation_profile_missing", "body_weight", (lambda o: o["meta"].pop("profile"),)),
    (
        "profile-of-another",
        "observation_profile_unknown",
        "body_weight",
        (lambda o: o["meta"].update(profile=["https://example.test/StructureDefinition/other"]),),
    ),
    (
        "source-foreign",
        "source_foreign",
        "body_weight",
        (_source("urn:oid:2.25.99999"), lambda o: o["meta"].update(source=f"{o['meta'].get('source', '')}urn:oid:2.5")),
    ),
    ("status-wrong", "status_invalid", "body_weight", (lambda o: o.pop("status"), lambda o: o.update(status="done"))),
    ("category-missing", "category_invalid", "body_weight", (lambda o: o.pop("category"),)),
    (
        "code-unknown",
        "code_unknown",
        "body_weight",
        (
            lambda o: o["code"]["coding"][0].update(code="0-0"),
            lambda o: o["code"]["coding"][0].update(system="https://example.test/codes"),
        ),
    ),
    ("subject-missing", "subject_missing", "body_weight", (lambda o: o.pop("subject"),)),
    (
        "date-wrong",
        "effective_invalid",
        "body_weight",
        (
            lambda o: o.pop("effectiveDateTime"),
            lambda o: o.update(effectiveDateTime="2016-11"),
            lambda o: o.update(effectiveDateTime="2015-02-30"),
            lambda o: o.update(effectiveDateTime="2016-11-02T07:30:00"),
        ),
    ),
    (
        "value-missing",
        "value_missing",
        "body_weight",
        (lambda o: o.pop("valueQuantity"), lambda o: o["valueQuantity"].update(value="71")),
    ),
    ("unit-wrong", "value_unit", "body_weight", (lambda o: o["valueQuantity"].update(code="[lb_av]", unit="lb"),)),
    ("bmi-refused", "bmi_creation", samples.BMI, (lambda o: None,)),
    (
        "pressure-in-components",
        "value_forbidden",
        "blood_pressure",
        (lambda o: o.update(valueQuantity={"value": 120, "system": samples.UNITS, "code": "mm[Hg]"}),),
    ),
    ("pressure-both-components", "value_missing", "blood_pressure", (lambda o: o["component"].pop(1),)),
    (
        "component-once",
        "component_repeated",
        "blood_pressure",
        (lambda o: o["component"].append(deepcopy(o["component"][0])),),
    ),
    ("moment-mandatory", "moment_mandatory", "blood_glucose", (lambda o: o.pop("extension"),)),
    ("moment-forbidden", "moment_forbidden", "hba1c", (_extend("moment"),)),
    ("days-mandatory", "number_of_days_mandatory", "interstitial_glucose", (lambda o: o.pop("extension"),)),
    ("days-forbidden", "number_of_days_forbidden", "blood_glucose", (_extend("number_of_days"),)),
    ("profile-broken", "observation_profile_broken", "body_weight", (lambda o: o.update(unknownMember=1),)),
)

# clause, error of the contract, way to spoil the transaction of a weight and its device
_BUNDLES: tuple[tuple[str, str, Spoil], ...] = (
    ("bundle-type", "bundle_type", lambda b: b.update(type="batch")),
    ("method-refused", "entry_not_acceptable", lambda b: b["entry"][0]["request"].update(method="PUT")),
    ("resource-refused", "entry_not_acceptable", lambda b: b["entry"][1].update(resource={"resourceType": "Patient"})),
    ("entry-address", "entry_url", lambda b: b["entry"][0]["request"].update(url="Observation/1")),
    ("observation-missing", "one_observation", lambda b: b["entry"].pop(0)),
    ("observations-two", "one_observation", lambda b: b["entry"].append(deepcopy(b["entry"][0]))),
    ("devices-two", "one_device", lambda b: b["entry"].append(deepcopy(b["entry"][1]))),
    ("device-condition", "if_none_exist", lambda b: b["entry"][1]["request"].pop("ifNoneExist")),
    ("device-unreferenced", "device_reference_missing", lambda b: b["entry"][0]["resource"].pop("device")),
    (
        "device-unlinked",
        "device_not_linked",
        lambda b: b["entry"][0]["resource"]["device"].update(reference="Device/another"),
    ),
    ("device-profile", "device_profile_missing", lambda b: b["entry"][1]["resource"].pop("meta")),
    ("device-type", "device_type", lambda b: b["entry"][1]["resource"].pop("type")),
)


def _try_observation(bench: Bench, error: str, indicator: str, spoil: Spoil) -> None:
    made = bench.pair().measure(indicator, stamp(bench.minute()), 24)
    spoil(made)
    expect_outcome(bench.pair().post(samples.bundle(made)), error)


def _try_bundle(bench: Bench, error: str, spoil: Spoil) -> None:
    made = bench.pair().measure("body_weight", stamp(bench.minute()))
    sent = samples.bundle(made, "device-1", f"urn:oid:{bench.app().oid}|refusal")
    spoil(sent)
    expect_outcome(bench.pair().post(sent), error)


def _register() -> None:
    for clause, error, indicator, spoils in _OBSERVATIONS:

        def of_observation(bench: Bench, e: str = error, i: str = indicator, ways: tuple[Spoil, ...] = spoils) -> None:
            for spoil in ways:
                _try_observation(bench, e, i, spoil)

        case(f"measures.{clause}")(of_observation)
    for clause, error, spoil in _BUNDLES:

        def of_bundle(bench: Bench, e: str = error, s: Spoil = spoil) -> None:
            _try_bundle(bench, e, s)

        case(f"measures.{clause}")(of_bundle)


_register()
