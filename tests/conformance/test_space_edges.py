"""What clients that nobody here wrote ran into at the edges of the space."""

from __future__ import annotations

import pytest
import requests

from tests.conformance.conftest import Running


@pytest.mark.parametrize("path", ["/fhir/Observation/", "/fhir/metadata/", "/oauth/jwks/"])
def test_a_slash_too_many_is_never_redirected_to_where_the_caller_says(running: Running, path: str) -> None:
    answer = requests.get(
        running.base + path,
        headers={"Host": "evil.example.test"},
        verify=running.ca,
        allow_redirects=False,
        timeout=30,
    )
    assert (answer.status_code, "location" in answer.headers) == (404, False)


@pytest.mark.parametrize(
    ("sent", "told"), [({}, "Bearer"), ({"Authorization": "Bearer x"}, 'Bearer error="invalid_token"')]
)
def test_only_a_caller_that_presents_a_token_is_told_what_is_wrong(
    running: Running, sent: dict[str, str], told: str
) -> None:
    """RFC 6750, section 3.1."""
    answer = requests.get(f"{running.base}/fhir/Observation", headers=sent, verify=running.ca, timeout=30)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, told)
