"""The OpenAPI description is right, says all that the space serves, and the space keeps to it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.routing import Route

from conformance.contract.documents import document
from conformance.space.app import create_space
from conformance.space.settings import SCOPES, SpaceSettings

DESCRIPTION = document("openapi.yaml")
# What is generated has no live token, so that a well-formed request may be refused.
NOT_HERE: list[Any] = [positive_data_acceptance]


@pytest.mark.parametrize("path", [path for path, methods in DESCRIPTION["paths"].items() if "get" in methods])
def test_the_space_keeps_to_its_description(path: str) -> None:
    space = create_space(SpaceSettings(base_url="https://space.example.test"))
    loaded = schemathesis.openapi.from_dict(copy.deepcopy(DESCRIPTION))
    loaded.app = space.app

    @given(case=loaded[path]["get"].as_strategy())
    @settings(max_examples=25, derandomize=True, database=None, deadline=None)
    def keeps(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(base_url="https://space.example.test", excluded_checks=NOT_HERE)

    keeps()
    space.close()


def test_the_description_is_openapi_3_1() -> None:
    loaded = schemathesis.openapi.from_dict(copy.deepcopy(DESCRIPTION))
    loaded.validate()
    assert loaded.raw_schema["openapi"] == "3.1.0"


def test_every_endpoint_is_described_and_every_described_endpoint_is_served() -> None:
    space = create_space(SpaceSettings(base_url="https://space.example.test"))
    served = {
        (route.path, method)
        for route in space.app.routes
        if isinstance(route, Route) and not route.path.startswith("/personne")
        for method in (route.methods or set()) - {"HEAD"}
    }
    space.close()
    described = {(path, method.upper()) for path, methods in DESCRIPTION["paths"].items() for method in methods}
    # The consent form posts where it was shown: it is the person's, not the client's. The base with a slash is only
    # a courtesy to clients that add one.
    assert served - {("/oauth/authorize", "POST"), ("/fhir/", "POST")} == described


def test_the_scopes_are_those_of_the_space() -> None:
    flow = DESCRIPTION["components"]["securitySchemes"]["access"]["flows"]["authorizationCode"]
    assert tuple(flow["scopes"]) == SCOPES


def test_every_reference_leads_somewhere() -> None:
    """A library may skip an operation whose reference is broken, and say nothing."""
    wrong = [path for path in _references(DESCRIPTION) if not _found(path)]
    assert wrong == []


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for member in value.values():
            yield from _references(member)
    elif isinstance(value, list):
        for member in value:
            yield from _references(member)


def _found(reference: str) -> bool:
    place: Any = DESCRIPTION
    for part in reference.removeprefix("#/").split("/"):
        if not isinstance(place, dict) or part not in place:
            return False
        place = place[part]
    return reference.startswith("#/")
