"""The validator is total: no JSON, however hostile, makes it raise, hang or speak at length."""

from __future__ import annotations

import copy
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.contract.profiles import validate_resource
from conformance.contract.profiles.guard import MAX_DEPTH, MAX_NODES, MAX_RESOURCE_NODES
from conformance.contract.profiles.validate import MAX_PROBLEMS
from tests.conformance.contract.profiles.examples import example, names

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(max_size=20),
    st.sampled_from(
        ["Observation", "Device", "Bundle", "vital-signs", "http://loinc.org", "2026-02-30T25:61:00Z", "\ud800"]
    ),
)
NAMES = """
resourceType meta profile code coding system category subject identifier value valueQuantity component status extension
url entry resource effectiveDateTime device reference _status
"""
KEYS = st.one_of(st.text(max_size=8), st.sampled_from(NAMES.split()))
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=30
)


@given(JSON)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_json_never_raises(value: Any) -> None:
    validate_resource(value)
    validate_resource({"resourceType": "Observation", "extension": value, "code": value})


@given(st.sampled_from(names()), st.randoms(use_true_random=False), JSON)
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_right_resource_with_one_random_element_never_raises(name: str, luck: random.Random, value: Any) -> None:
    resource = example(name)
    _spoil(resource, luck, value)
    before = copy.deepcopy(resource)
    validate_resource(resource)
    assert repr(resource) == repr(before)


def _spoil(node: Any, luck: random.Random, value: Any) -> None:
    """Replace one element, wherever it stands."""
    while True:
        key = luck.choice(list(node) if isinstance(node, dict) else range(len(node)))
        inner = node[key]
        if not isinstance(inner, dict | list) or not inner or luck.random() < 0.3:
            node[key] = value
            return
        node = inner


def _deep(levels: int) -> Any:
    value: Any = {"url": "u:x", "valueString": "x"}
    for _ in range(levels):
        value = {"url": "u:x", "extension": [value]}
    return value


def _cycle() -> Any:
    value: dict[str, Any] = {"resourceType": "Observation"}
    value["contained"] = [value]
    return value


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        pytest.param(None, "r4-type", id="null"),
        pytest.param([], "r4-type", id="list"),
        pytest.param({}, "r4-resource-type", id="empty"),
        pytest.param({"resourceType": ["Observation"]}, "r4-resource-type", id="type-is-a-list"),
        pytest.param({"resourceType": "Observation", "extension": [_deep(MAX_DEPTH)]}, "json-depth", id="deep"),
        pytest.param({"resourceType": "Observation", "extension": [_deep(100_000)]}, "json-depth", id="very-deep"),
        pytest.param(_cycle(), "json-depth", id="cycle"),
        pytest.param({"resourceType": "Observation", "note": [1] * MAX_NODES}, "json-size", id="many"),
        pytest.param({"resourceType": "Observation", "language": "x" * 2_000_000}, "json-size", id="long"),
        pytest.param({"resourceType": "Observation", "x" * 2_000_000: 1}, "json-size", id="long-key"),
        pytest.param({"resourceType": "Observation", "x": object()}, "json-type", id="object"),
        pytest.param({"resourceType": "Observation", 1: 2}, "json-type", id="key-is-a-number"),
        pytest.param({"resourceType": "Observation", "x": {"y": {1, 2}}}, "json-type", id="set"),
        pytest.param({"resourceType": "Observation", "x": 10**5000}, "json-number", id="huge-integer"),
        pytest.param({"resourceType": "Observation", "x": Decimal("1e999999")}, "json-number", id="huge-decimal"),
        pytest.param({"resourceType": "Observation", "x": Decimal("NaN")}, "json-number", id="not-a-number"),
        pytest.param({"resourceType": "Observation", "x": "\udc00"}, "json-text", id="surrogate"),
        pytest.param(
            {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType": "Bundle"}}]},
            "r4-resource-type",
            id="bundle-in-bundle",
        ),
    ],
)
def test_hostile_value_is_refused(value: Any, rule: str) -> None:
    assert rule in {one.rule for one in validate_resource(value)}


def test_thousands_of_breaks_are_told_briefly() -> None:
    resource = example("body_weight-full") | {f"x{index}": index for index in range(3_000)}
    found = validate_resource(resource)
    assert len(found) == MAX_PROBLEMS
    assert sum(len(one.path) + len(one.message["en"]) for one in found) < 50_000


def test_large_resource_in_a_bundle_is_refused_alone() -> None:
    bundle = example("bundle-weight")
    bundle["entry"][0]["resource"]["note"] = [{"text": "x"}] * MAX_RESOURCE_NODES
    (one,) = validate_resource(bundle)
    assert (one.rule, one.path) == ("json-size", "Bundle.entry[0].resource")


def test_long_text_is_matched_in_linear_time() -> None:
    resource = example("body_weight-full")
    resource["language"] = "a " * 200_000 + " "
    resource["text"] = {"status": "generated", "div": " " * 400_000}
    assert {"r4-code", "r4-string"} <= {one.rule for one in validate_resource(resource)}
