"""Two clients that nobody here wrote: Authlib pairs, fhirpy writes and reads."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from conformance.space.people import Person
from conformance.space.settings import SCOPES, ClientRegistration
from tests.conformance import samples
from tests.conformance.client import REDIRECT
from tests.conformance.foreign.served import Foreign, follow, served

fhirpy = pytest.importorskip("fhirpy", reason="fhirpy is not installed (it comes with the dev extra)")
pytestmark = pytest.mark.slow
CLIENT = "foreign-authlib"
KEY = ECKey.generate_key("P-256", auto_kid=True)
WEIGHT = "29463-7"


class Paired(NamedTuple):
    """A session of Authlib that holds a person's tokens, and what it verified in the id_token."""

    session: OAuth2Session
    metadata: dict[str, Any]
    claims: dict[str, Any]

    @property
    def subject(self) -> str:
        return f"urn:oid:{self.claims['assign_auth']}|{self.claims['sub']}"


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Foreign]:
    keys = {"keys": [KEY.as_dict(private=False)]}
    client = ClientRegistration(client_id=CLIENT, jwks=keys, redirect_uris=(REDIRECT,), oid=samples.OID, name="Authlib")
    with served(tmp_path_factory.mktemp("foreign"), [client]) as answering:
        yield answering


def new_session(space: Foreign) -> tuple[OAuth2Session, dict[str, Any]]:
    session = OAuth2Session(
        CLIENT,
        KEY,
        scope=" ".join(SCOPES),
        redirect_uri=REDIRECT,
        code_challenge_method="S256",
        token_endpoint_auth_method=PrivateKeyJWT.name,
        revocation_endpoint_auth_method=PrivateKeyJWT.name,
    )
    session.trust_env, session.verify = False, space.ca
    metadata = session.request("GET", f"{space.issuer}/.well-known/openid-configuration", withhold_token=True).json()
    session.register_client_auth_method(PrivateKeyJWT(metadata["token_endpoint"], alg="ES256"))
    session.metadata["token_endpoint"] = metadata["token_endpoint"]
    return session, metadata


def pair(space: Foreign, person: Person) -> Paired:
    session, metadata = new_session(space)
    verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
    address, state = session.create_authorization_url(
        metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce, max_age=3600
    )
    callback = follow(space, person, address)
    assert parse_qs(urlsplit(callback).query)["iss"] == [metadata["issuer"]]  # RFC 9207: Authlib leaves it to the app
    token = session.fetch_token(authorization_response=callback, state=state, code_verifier=verifier)
    return Paired(session, metadata, verified(session, metadata, token, nonce))


def verified(session: OAuth2Session, metadata: dict[str, Any], token: Any, nonce: str | None) -> dict[str, Any]:
    """Verify the id_token as Authlib does (OpenID Connect Core, section 3.1.3.7)."""
    keys = KeySet.import_key_set(session.request("GET", metadata["jwks_uri"], withhold_token=True).json())
    read = jwt.decode(token["id_token"], keys, metadata["id_token_signing_alg_values_supported"])
    wanted = {"iss": {"essential": True, "value": metadata["issuer"]}, "aud": {"essential": True, "value": CLIENT}}
    asked = {"nonce": nonce, "client_id": CLIENT, "access_token": token["access_token"]}
    claims = CodeIDToken(read.claims, read.header, wanted, {name: value for name, value in asked.items() if value})
    claims.validate()
    return dict(claims)


def fhir_client(space: Foreign, token: Any) -> Any:
    return fhirpy.SyncFHIRClient(
        space.fhir,
        authorization=f"{token['token_type']} {token['access_token']}",
        extra_headers={"ID-Token": token["id_token"]},
        requests_config={"verify": space.ca},
    )


def write(client: Any, paired: Paired, day: int, device: bool = False) -> Any:
    made = samples.observation(
        "body_weight", idpe=paired.claims["sub"], authority=f"urn:oid:{paired.claims['assign_auth']}"
    )
    made["effectiveDateTime"] = f"2026-11-{day:02}T07:30:00+01:00"
    return client.resource("Bundle", **samples.bundle(made, device)).save()


def november(client: Any, paired: Paired) -> Any:
    first, last = dt.date(2026, 11, 1), dt.date(2026, 11, 30)
    asked = client.resources("Observation").search(code=WEIGHT, subject__identifier=paired.subject)
    return asked.search(date__ge=first, date__le=last)


def test_they_pair_write_and_read(space: Foreign) -> None:
    paired = pair(space, space.people[0])
    assert "auth_time" in paired.claims  # required with max_age
    client = fhir_client(space, paired.session.token)
    answers = [write(client, paired, day, device=day == 1) for day in range(1, 6)]
    assert {answer.type for answer in answers} == {"transaction-response"}
    assert [one.response.status for one in answers[0].entry] == ["201 Created", "201 Created"]
    assert write(client, paired, 1, device=True).entry[0].response.status == "200 OK"

    found = november(client, paired).include("Observation", "device").fetch_raw()
    assert found.total == 5
    assert [one.search.mode for one in found.entry] == ["match"] * 5 + ["include"]
    paged = november(client, paired).limit(2).fetch_all()
    assert sorted(one.id for one in paged) == sorted(one.resource.id for one in found.entry[:5])
    latest = client.resources("Observation").search(code=WEIGHT, subject__identifier=paired.subject)
    (last,) = latest.sort("-date").limit(1).fetch()
    assert last.effectiveDateTime == "2026-11-05T07:30:00+01:00"
    assert last.to_reference().to_resource().valueQuantity == last.valueQuantity


def test_what_is_wrong_is_told_so_that_they_understand(space: Foreign) -> None:
    paired, other = pair(space, space.people[1]), pair(space, space.people[2])
    client = fhir_client(space, paired.session.token)
    with pytest.raises(fhirpy.base.exceptions.OperationOutcome) as refused:
        client.resource("Bundle", type="transaction", entry=[]).save()
    assert refused.value.resource["issue"][0]["diagnostics"]
    with pytest.raises(fhirpy.base.exceptions.ForbiddenError):
        november(client, other).fetch()
    with pytest.raises(fhirpy.base.exceptions.ResourceNotFound):
        client.get("Observation", "none")
    with pytest.raises(fhirpy.base.exceptions.AuthorizationError):
        november(fhir_client(space, dict(paired.session.token) | {"access_token": "none"}), paired).fetch()


def test_tokens_are_refreshed_and_revoked(space: Foreign) -> None:
    paired = pair(space, space.people[3])
    first = dict(paired.session.token)
    again = paired.session.refresh_token()
    assert again["refresh_token"] != first["refresh_token"]
    kept = verified(paired.session, paired.metadata, again, None)
    assert kept["sub"] == paired.claims["sub"]
    assert november(fhir_client(space, again), paired).fetch_raw().total == 0
    answer = paired.session.revoke_token(
        paired.metadata["revocation_endpoint"], again["refresh_token"], token_type_hint="refresh_token"
    )
    assert answer.status_code == 200
    with pytest.raises(fhirpy.base.exceptions.AuthorizationError):
        november(fhir_client(space, again), paired).fetch()
    with pytest.raises(OAuthError) as refused:
        paired.session.refresh_token(refresh_token=again["refresh_token"])
    assert refused.value.error == "invalid_grant"


def test_a_person_who_refuses_is_told_to_the_client(space: Foreign) -> None:
    session, metadata = new_session(space)
    address, state = session.create_authorization_url(
        metadata["authorization_endpoint"], code_verifier=secrets.token_urlsafe(48)
    )
    sent = parse_qs(urlsplit(follow(space, space.people[4], address, "refuse")).query)
    assert (sent["error"], sent["state"], sent["iss"]) == (["access_denied"], [state], [metadata["issuer"]])
