"""The OpenAPI description is right, says all that the space serves, and the space keeps to it."""

from __future__ import annotations

import copy
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
