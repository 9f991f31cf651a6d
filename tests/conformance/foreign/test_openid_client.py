"""A client that nobody here wrote: openid-client, in Node, pairs, writes and reads, in both profiles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey

from conformance.space.settings import SCOPES, ClientRegistration
from tests.conformance import samples
from tests.conformance.client import REDIRECT, Browser
from tests.conformance.conftest import run_space
from tests.conformance.foreign.node_client import node_packages, talk
from tests.conformance.foreign.served import Foreign, follow, served
from tests.conformance.tls import TlsFiles

pytestmark = pytest.mark.slow
CLIENT = "foreign-node"
KEY = ECKey.generate_key("P-256", auto_kid=True)
CHALLENGED = {"kind": "WWWAuthenticateChallengeError", "code": "OAUTH_WWW_AUTHENTICATE_CHALLENGE", "status": 401}


def registration() -> ClientRegistration:
    keys = {"keys": [KEY.as_dict(private=False)]}
    return ClientRegistration(
        client_id=CLIENT, jwks=keys, redirect_uris=(REDIRECT,), oid=samples.OID, name="openid-client"
    )


def report(space: Foreign, script: str, folder: Path) -> Any:
    """What the client tells of its dealings with the space, on behalf of one person."""
    node_packages()
    measure = samples.observation("body_weight")
    wanted: dict[str, Any] = {
        "issuer": space.issuer,
        "fhir": space.fhir,
        "clientId": CLIENT,
        "key": KEY.as_dict(private=True),
        "kid": KEY.kid,
        "redirect": REDIRECT,
        "scope": " ".join(SCOPES),
        "measure": measure,
        "code": measure["code"]["coding"][0]["code"],
    }

    def browse(address: str, decision: str) -> str:
        here = Browser(space.base, space.ca).http.get(address, allow_redirects=False).headers["location"]
        return here if here.startswith(REDIRECT) else follow(space, space.people[0], address, decision)

    folder.mkdir()
    return talk(script, folder, space.ca, wanted, browse)


def test_the_base_profile(tmp_path: Path) -> None:
    node_packages()
    with served(tmp_path, [registration()]) as space:
        told = report(space, "base.mjs", tmp_path / "client")
    assert told["pkce"] is True
    assert told["scope"] == " ".join(SCOPES)
    assert told["claims"]["aud"] == CLIENT and told["claims"]["oid"] == samples.OID
    check_measure(told)
    # What the client itself sees through: an answer that is another's (RFC 6749, 10.12; RFC 9207, 2.4).
    assert [told[name]["code"] for name in ("otherState", "otherIssuer", "noIssuer")] == ["OAUTH_INVALID_RESPONSE"] * 3
    # What the space answers by way of the browser: with state and iss, or the client would not believe it.
    assert told["personRefuses"] == sent_back("access_denied")
    assert told["nobodyIsAsked"] == sent_back("login_required")
    assert told["requestObject"] == sent_back("request_not_supported")
    assert told["otherScope"] == sent_back("invalid_scope")
    assert told["refreshed"] == {"sub": told["claims"]["sub"], "rotated": True}
    assert (told["active"], told["inactive"]) == (True, False)
    assert told["revokedRead"] == told["replayCostsTokens"] == CHALLENGED
    assert told["revokedRefresh"] == told["replayedCode"] == told["wrongVerifier"] == refused("invalid_grant")


def test_the_strict_profile(tmp_path: Path) -> None:
    node_packages()
    with served(tmp_path, [registration()], "--profile", "strict") as space:
        check_strict(report(space, "strict.mjs", tmp_path / "client"))


def test_the_strict_profile_with_a_nonce_in_each_proof(tls: TlsFiles, tmp_path: Path) -> None:
    node_packages()
    for running in run_space(tls, profile="strict", dpop_nonce=True):
        running.space.register(registration())
        people = (running.space.people.add(),)
        issuer = running.space.settings.issuer
        space = Foreign(running.base, issuer, f"{running.base}/fhir", running.ca, people)
        check_strict(report(space, "strict.mjs", tmp_path / "client"))


def check_strict(told: Any) -> None:
    assert told["type"] == told["refreshedType"] == "dpop"  # the client writes it in small letters
    check_measure(told)
    assert told["otherKey"] == told["asBearer"] == told["revokedRead"] == CHALLENGED
    assert told["refreshWithoutProof"] == refused("invalid_request")
    assert told["notPushed"] == sent_back("invalid_request")


def check_measure(told: Any) -> None:
    """Written, found again, and found once more with refreshed tokens."""
    assert told["written"]["status"] == told["read"]["status"] == told["readAgain"] == 200
    (answer,) = told["written"]["body"]["entry"]
    (found,) = told["read"]["body"]["entry"]
    assert answer["response"]["status"] == "201 Created"
    assert answer["response"]["location"].endswith(f"Observation/{found['resource']['id']}")


def sent_back(error: str) -> dict[str, Any]:
    """An error that came by the browser, as the client tells it."""
    return {"kind": "AuthorizationResponseError", "code": "OAUTH_AUTHORIZATION_RESPONSE_ERROR", "error": error}


def refused(error: str) -> dict[str, Any]:
    """An error of the token endpoint, as the client tells it."""
    return {"kind": "ResponseBodyError", "code": "OAUTH_RESPONSE_BODY_ERROR", "error": error, "status": 400}
