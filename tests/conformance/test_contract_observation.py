"""Each write rule of the API, by one mutation of a right request; and no hostile shape raises."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.contract.errors import catalogue
from conformance.contract.measures import load_measures
from conformance.contract.observation import validate_bundle
from tests.conformance.samples import OID, bundle, observation

Spoil = Callable[[dict[str, Any]], Any]
WRITABLE = [i.id for m in load_measures().measures if m.writable for i in m.indicators]
EXTENSIONS = load_measures().extensions


def found(request: Any) -> set[str]:
    return {one.error for one in validate_bundle(request, solution_oid=OID)}


@pytest.mark.parametrize("indicator", WRITABLE)
@pytest.mark.parametrize("with_device", [False, True])
def test_a_right_request_has_nothing_wrong(indicator: str, with_device: bool) -> None:
    assert found(bundle(observation(indicator), with_device)) == set()


@pytest.mark.parametrize("family", ["mes", "ens", "ans"])
def test_the_three_families_of_profiles_are_accepted(family: str) -> None:
    for measure in load_measures().measures:
        if measure.writable:
            made = observation(measure.indicators[0].id)
            made["meta"]["profile"] = [load_measures().families[family].base + measure.profiles[family]]
            assert found(bundle(made)) == set(), measure.id


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


@pytest.mark.parametrize(("error", "indicator", "spoil"), SPOILED_OBSERVATIONS)
def test_a_spoiled_observation_shows_exactly_its_error(error: str, indicator: str, spoil: Spoil) -> None:
    made = observation(indicator)
    spoil(made)
    assert found(bundle(made)) == {error}


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


@pytest.mark.parametrize(("error", "spoil"), SPOILED_BUNDLES)
def test_a_spoiled_bundle_shows_exactly_its_error(error: str, spoil: Spoil) -> None:
    request = bundle(observation("body_weight"), with_device=True)
    spoil(request)
    assert found(request) == {error}


@pytest.mark.parametrize("own", ["2.25.100", "urn:oid:2.25.100", "urn:oid:2.25.100.4"])
def test_the_source_may_be_the_solution_or_under_it(own: str) -> None:
    made = observation("body_weight")
    made["meta"]["source"] = own
    assert found(bundle(made)) == set()


def test_every_write_error_of_the_catalogue_has_a_mutation() -> None:
    tested = {error for error, *_ in SPOILED_OBSERVATIONS} | {error for error, _ in SPOILED_BUNDLES}
    writing = {one.id for one in catalogue().values() if one.status == 422} | {"bundle_missing"}
    assert tested == writing


def test_a_hostile_name_is_not_echoed() -> None:
    request = bundle(observation("body_weight"))
    request["entry"][0]["request"]["method"] = "<script>alert(1)</script>"
    assert "script" not in str(validate_bundle(request, solution_oid=OID))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.data(), junk=JSON)
@settings(max_examples=150, derandomize=True, deadline=None, database=None)
def test_no_shape_of_json_raises(data: st.DataObject, junk: Any) -> None:
    request: Any = bundle(observation(data.draw(st.sampled_from(WRITABLE))), with_device=True)
    holder, key = None, None
    node: Any = request
    while isinstance(node, dict | list) and node and (holder is None or data.draw(st.booleans())):
        keys = sorted(node) if isinstance(node, dict) else list(range(len(node)))
        holder, key = node, data.draw(st.sampled_from(keys))
        node = holder[key]
    holder[key] = junk
    assert isinstance(validate_bundle(request, solution_oid=OID), list)
    assert validate_bundle(junk, solution_oid=OID)
