"""Wrong spaces: how a client proves who it is, what an id_token says, who calls for whom."""

from __future__ import annotations

from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError

from conformance.space import (
    client_auth,
)
from conformance.space.access import Access
from conformance.space.client_auth import PrivateKeyJwt
from conformance.space.id_token import IdToken
from conformance.space.keys import SigningKeys
from conformance.space.oauth_grants import CodeView
from conformance.space.pairings import Pairings
from conformance.space.store import digest
from conformance.suite.app import unverified
from tests.conformance.suite.altering import Passing, header
from tests.conformance.suite.wrong_space import Wrong, around, replaced


def _no_jti(verify: Any) -> Any:
    def without_jti(self: Any, claims: dict[str, Any]) -> None:
        try:
            verify(self, claims)
        except InvalidClientError as error:
            if "Missing JWT ID" not in str(error.description):
                raise

    return without_jti


def _lenient_expiry(verify: Any) -> Any:
    def without_expiry(self: Any, claims: dict[str, Any]) -> None:
        verify(self, claims | ({} if "exp" in claims else {"exp": self._store.clock.world() + 60}))

    return without_expiry


def _telling(claims: Any) -> Any:
    return lambda self, client: claims(self, client) | {"given_name": "Camille", "birthdate": "1980-01-01"}


def _same_id(found: Any) -> Any:
    def shared(self: Any, client_id: str, login: str) -> Any:
        row = found(self, client_id, login)
        if row is not None:
            row.idpe = digest(login)
        return row

    return shared


def _none_algorithm(verify: Any) -> Any:
    def unsigned_too(self: Any, token: str) -> Any:
        header, claims = unverified(token)
        return claims if str(header.get("alg")).lower() == "none" else verify(self, token)

    return unsigned_too


class _Forgiving:
    """Takes an id_token that was given out for the one that belongs to the access token, if this claim differs."""

    def __init__(self, claim: str) -> None:
        self._claim = claim
        self._right: dict[str, str] = {}

    def learn(self, passing: Passing) -> None:
        if passing.path.endswith("/token") and passing.status == 200:
            self._right[f"Bearer {passing.json['access_token']}"] = passing.json["id_token"]

    def forgive(self, passing: Passing) -> None:
        right = self._right.get(passing.asked.get("authorization", ""), "")
        presented = passing.asked.get("id-token", "")
        if right and presented in self._right.values():
            wanted, seen = unverified(right)[1], unverified(presented)[1]
            others = [one for one in ("aud", "sub") if seen[one] != wanted[one]]
            if others[:1] == [self._claim]:
                passing.asked["id-token"] = right


_ANY_PERSON, _ANY_CLIENT = _Forgiving("sub"), _Forgiving("aud")

WRONG_CALLERS = (
    Wrong(
        name="assertion-replayed",
        breaks="client-auth.jti-once",
        patch=replaced(client_auth, "first_use", lambda *_: True),
    ),
    Wrong(
        name="assertion-without-jti",
        breaks="client-auth.jti-missing",
        patch=around(PrivateKeyJwt, "verify_claims", _no_jti),
    ),
    Wrong(
        name="assertion-for-anybody",
        breaks="client-auth.audience-foreign",
        patch=around(
            PrivateKeyJwt,
            "get_audiences",
            lambda own: lambda self: [*own(self), "https://another.example.test/oauth/token"],
        ),
    ),
    Wrong(
        name="assertion-for-ever",
        breaks="client-auth.expiry-missing",
        patch=around(PrivateKeyJwt, "verify_claims", _lenient_expiry),
    ),
    Wrong(name="nonce-dropped", breaks="id-token.nonce", patch=replaced(CodeView, "get_nonce", lambda self: None)),
    Wrong(
        name="id-token-telling", breaks="id-token.nothing-telling", patch=around(IdToken, "get_client_claims", _telling)
    ),
    Wrong(
        name="one-id-for-all-apps",
        breaks="id-token.pairwise",
        patch=around(Pairings, "live", _same_id),
        too=("privacy.id-of-another-app",),
        why="both apps then find the one id in what they read",
    ),
    Wrong(
        name="person-unchecked",
        breaks="access.id-token-of-another-person",
        change=_ANY_PERSON.learn,
        ask=_ANY_PERSON.forgive,
    ),
    Wrong(
        name="solution-unchecked",
        breaks="access.id-token-of-another-client",
        change=_ANY_CLIENT.learn,
        ask=_ANY_CLIENT.forgive,
    ),
    Wrong(
        name="unsigned-taken", breaks="access.id-token-unsigned", patch=around(SigningKeys, "verify", _none_algorithm)
    ),
    Wrong(
        name="subject-unchecked",
        breaks="access.search-of-another-person",
        patch=replaced(Access, "owns", lambda *_: True),
        too=("access.write-of-another-person",),
        why="reading and writing ask the same question",
    ),
    Wrong(name="no-challenge", breaks="access.challenge", change=header("www-authenticate", None)),
)
