"""Right resources are accepted: ours all, and of the official ones those that keep the API's rules."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal

import pytest

from conformance.contract.measures import load_measures
from conformance.contract.profiles import Problem, profiles, validate_resource
from conformance.contract.profiles.problem import rules
from tests.conformance.contract.profiles.examples import DIRECTORY, OFFICIAL, example, names, profile_of

# What the official examples break, and nothing else. They are examples of the guide, not of the API: MES 1.5.2 wants
# the identifier of the pairing, not a reference to a Patient.
OFFICIAL_VERDICTS = {
    "mesures__Bundle-bundle-example": {},
    "mesures__Observation-bp": {"mes-subject-identifier": "Observation.subject.identifier"},
    "mesures__Observation-pain": {"mes-subject-identifier": "Observation.subject.identifier"},
    # HbA1c in mg/dL, with a moment and a number of days: three rules of the API's own table.
    "mesures__Observation-glucose-OFFICIAL-BUT-VIOLATES-MES-RULES": {
        "mes-subject-identifier": "Observation.subject.identifier",
        "mes-unit-code": "Observation.valueQuantity.code",
        "glucose-moment-forbidden": "Observation.extension",
        "glucose-days-forbidden": "Observation.extension",
    },
}


@pytest.mark.parametrize("name", names())
def test_example_is_accepted(name: str) -> None:
    assert validate_resource(example(name)) == []


@pytest.mark.parametrize("name", [one for one in names() if profile_of(one) in profiles()])
def test_example_is_accepted_by_every_address_of_its_profile(name: str) -> None:
    for address in profiles()[profile_of(name)].addresses:
        renamed = example(name)
        renamed["meta"]["profile"] = [address]
        assert validate_resource(renamed, address) == []
        assert validate_resource(renamed, f"{address}|1.5.2") == []


def test_every_profile_has_two_examples() -> None:
    counts = Counter(map(profile_of, names()))
    assert all(counts[profile] >= 2 for profile in profiles())


def test_every_glucose_indicator_has_an_example() -> None:
    shown = {example(one)["code"]["coding"][0]["code"] for one in names() if profile_of(one) == "glucose"}
    glucose = next(one for one in load_measures().measures if one.id == "glucose")
    assert shown == {one.code for one in glucose.indicators}


def test_numbers_may_be_decimals() -> None:
    read = (DIRECTORY / "body_weight-full.json").read_text(encoding="utf-8")
    assert validate_resource(json.loads(read, parse_float=Decimal, parse_int=Decimal)) == []


@pytest.mark.parametrize("name", OFFICIAL_VERDICTS)
def test_official_example_breaks_these_rules_only(name: str) -> None:
    path = OFFICIAL / f"{name}.json"
    if not path.exists():
        pytest.skip("the official examples are not here")
    found = validate_resource(json.loads(path.read_text(encoding="utf-8")))
    assert {one.rule: one.path for one in found} == OFFICIAL_VERDICTS[name]


def test_profile_asked_for_is_the_one_judged_by() -> None:
    weight, height = (profiles()[one] for one in ("body_weight", "body_height"))
    assert _rules(validate_resource(example("body_weight-full"), min(height.addresses))) == {
        "mes-profile",
        "mes-code",
        "mes-unit-code",
        "mes-method",
    }
    assert _rules(validate_resource(example("phd_device-scale"), min(weight.addresses))) == {
        "profile-unknown",
        "mes-profile",
    }
    assert "profile-unknown" in _rules(validate_resource(example("body_weight-full"), "https://example.org/other"))


def test_code_decides_when_no_profile_is_named() -> None:
    nameless = example("heart_rate-minimal")
    del nameless["meta"]
    nameless["valueQuantity"]["code"] = "Hz"
    assert _rules(validate_resource(nameless)) == {"mes-profile-missing", "mes-unit-code"}


def test_neither_profile_nor_code_is_known() -> None:
    stranger = example("heart_rate-minimal")
    stranger["meta"]["profile"] = ["https://example.org/other"]
    stranger["code"] = {"text": "oxygène"}
    assert _rules(validate_resource(stranger)) == {"mes-profile-unknown"}


def test_reference_range_takes_no_comparator() -> None:
    spoiled = example("body_weight-full")
    spoiled["referenceRange"][0]["low"]["comparator"] = ">"
    assert _rules(validate_resource(spoiled)) == {"sqty-1"}


def test_problem_in_a_bundle_says_where() -> None:
    bundle = example("bundle-weight")
    del bundle["entry"][0]["resource"]["valueQuantity"]["unit"]
    (one,) = validate_resource(bundle)
    assert (one.rule, one.path) == ("mes-unit-text", "Bundle.entry[0].resource.valueQuantity.unit")


def test_every_rule_speaks_both_languages() -> None:
    assert all(one.en.strip() and one.fr.strip() and one.en != one.fr for one in rules().values())


def _rules(found: list[Problem]) -> set[str]:
    return {one.rule for one in found}
