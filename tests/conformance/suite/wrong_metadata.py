"""Wrong spaces: what they say of themselves."""

from __future__ import annotations

from typing import Any

from tests.conformance.suite.altering import Change, Passing, words
from tests.conformance.suite.wrong_space import Wrong


def _member(end: str, **put: Any) -> Change:
    """Put members into the JSON that is answered at the path with this end."""

    def change(passing: Passing) -> None:
        if passing.path.endswith(end) and passing.status == 200:
            passing.json = passing.json | put

    return change


def _private_key(passing: Passing) -> None:
    if passing.path.endswith("/jwks"):
        told = passing.json
        told["keys"][0]["d"] = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I"
        passing.json = told


_OPENID, _SMART = "/openid-configuration", "/smart-configuration"

WRONG_METADATA = (
    Wrong(name="key-leaked", breaks="discovery.keys-public-only", change=_private_key),
    Wrong(
        name="issuer-of-another",
        breaks="discovery.issuer",
        change=_member(_OPENID, issuer="https://other.example.test"),
        too=("discovery.smart-agrees",),
        why="the SMART configuration still tells the right one",
    ),
    Wrong(
        name="plain-offered",
        breaks="discovery.pkce-s256-only",
        change=_member(_OPENID, code_challenge_methods_supported=["S256", "plain"]),
    ),
    Wrong(
        name="iss-not-announced",
        breaks="discovery.iss-announced",
        change=_member(_OPENID, authorization_response_iss_parameter_supported=False),
    ),
    Wrong(
        name="smart-elsewhere",
        breaks="discovery.smart-agrees",
        change=_member(_SMART, token_endpoint="https://other.example.test/token"),
    ),
    Wrong(name="no-transaction", breaks="discovery.capability", change=words('"code":"transaction"', '"code":"batch"')),
)
