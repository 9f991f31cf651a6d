"""Each write rule of the API, by one mutation of a right request; and no hostile shape raises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.contract.errors import catalogue
from conformance.contract.measures import load_measures
from conformance.contract.observation import validate_bundle
from tests.conformance.samples import OID, bundle, observation
from tests.conformance.spoiled import SPOILED_BUNDLES, SPOILED_OBSERVATIONS, Spoil

WRITABLE = [i.id for m in load_measures().measures if m.writable for i in m.indicators]


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


@pytest.mark.parametrize(("error", "indicator", "spoil"), SPOILED_OBSERVATIONS)
def test_a_spoiled_observation_shows_exactly_its_error(error: str, indicator: str, spoil: Spoil) -> None:
    made = observation(indicator)
    spoil(made)
    assert found(bundle(made)) == {error}


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


# Of another edition, of the profiles, of corrections: their tests stand beside theirs.
ELSEWHERE = {"device_missing", "observation_profile_broken", "device_profile_broken", "correction_moves"}


def test_every_write_error_of_the_catalogue_has_a_mutation() -> None:
    tested = {error for error, *_ in SPOILED_OBSERVATIONS} | {error for error, _ in SPOILED_BUNDLES}
    writing = {one.id for one in catalogue().values() if one.status == 422} | {"bundle_missing"}
    assert tested == writing - ELSEWHERE


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
    holder: Any = request
    key = data.draw(st.sampled_from(sorted(holder)))
    while isinstance(holder[key], dict | list) and holder[key] and data.draw(st.booleans()):
        holder = holder[key]
        key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
    holder[key] = junk
    assert isinstance(validate_bundle(request, solution_oid=OID), list)
    assert validate_bundle(junk, solution_oid=OID)
