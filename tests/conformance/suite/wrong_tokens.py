"""Wrong spaces: the token endpoint, client authentication, refreshing, revoking, the id_token."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc6749.errors import InvalidRequestError
from sqlalchemy import select

from conformance.space import client_auth
from conformance.space.client_auth import PrivateKeyJwt
from conformance.space.id_token import IdToken
from conformance.space.oauth_grants import CodeView, Pkce, RefreshGrant, TokenView
from conformance.space.oauth_setup import Revocation
from conformance.space.store import digest
from conformance.space.tables_pairing import CodeRow, TokenRow
from conformance.space.tokens import Tokens
from tests.conformance.suite.altering import Passing
from tests.conformance.suite.wrong_space import Wrong, around, replaced


def _any_verifier(self: Any, grant: Any, result: Any) -> None:
    if not grant.request.form.get("code_verifier"):
        raise InvalidRequestError("Missing 'code_verifier'")


def _of_any_client(self: Tokens, code: str, client_id: str) -> Any:
    with self._store.look() as session:
        row = session.get(CodeRow, digest(code))
    return row if row and not row.used else None


def _unforgotten(find: Any) -> Any:
    def harmless(self: Tokens, secret: str, client_id: str) -> Any:
        """Refuse what was used, and end nothing."""
        kept, self.revoke_family = self.revoke_family, lambda family: None  # type: ignore[method-assign]
        try:
            return find(self, secret, client_id)
        finally:
            self.revoke_family = kept  # type: ignore[method-assign]

    return harmless


def _refresh_of_any(self: Tokens, token: str, client_id: str) -> Any:
    with self._store.look() as session:
        row = session.scalar(select(TokenRow).where(TokenRow.refresh == digest(token)))
    if row is not None and row.rotated:
        self.revoke_family(row.family)
    return row if row is not None and not row.rotated and not row.revoked else None


def _same_refresh(passing: Passing) -> None:
    """Give the refresh token back that came."""
    sent = parse_qs(passing.sent.decode("latin-1"))
    if passing.path.endswith("/token") and passing.status == 200 and "refresh_token" in sent:
        passing.json = passing.json | {"refresh_token": sent["refresh_token"][0]}


def _cached(passing: Passing) -> None:
    if passing.path.endswith("/token"):
        passing.set("cache-control", "max-age=60")


def _anybody(query: Any) -> Any:
    def view(self: Any, token_string: str, hint: str | None) -> Any:
        found = query(self, token_string, hint)
        if found is not None:
            found.check_client = lambda client: True
        return found

    return view


def _telling(claims: Any) -> Any:
    return lambda self, client: claims(self, client) | {"given_name": "Camille", "birthdate": "1980-01-01"}


def _lenient_expiry(verify: Any) -> Any:
    def without_expiry(self: Any, claims: dict[str, Any]) -> None:
        verify(self, claims | ({} if "exp" in claims else {"exp": self._store.clock.world() + 60}))

    return without_expiry


def _no_jti(verify: Any) -> Any:
    def without_jti(self: Any, claims: dict[str, Any]) -> None:
        try:
            verify(self, claims)
        except InvalidClientError as error:
            if "Missing JWT ID" not in str(error.description):
                raise

    return without_jti


WRONG_TOKENS = (
    Wrong(
        name="any-verifier",
        breaks="token.verifier-wrong",
        patch=replaced(Pkce, "validate_code_verifier", _any_verifier),
    ),
    Wrong(name="code-replayed", breaks="token.code-once", patch=replaced(Tokens, "use_code", lambda *_: True)),
    Wrong(name="replay-harmless", breaks="token.code-replay-revokes", patch=around(Tokens, "find_code", _unforgotten)),
    Wrong(
        name="code-of-any-client",
        breaks="token.code-of-another-client",
        patch=replaced(Tokens, "find_code", _of_any_client),
        too=("token.code-replay-revokes",),
        why="who looks a code up carelessly does not see that it comes twice",
    ),
    Wrong(
        name="redirect-not-compared",
        breaks="token.redirect-uri-same",
        patch=replaced(CodeView, "get_redirect_uri", lambda self: ""),
    ),
    Wrong(name="tokens-cached", breaks="token.no-store", change=_cached),
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
    Wrong(name="refresh-not-rotated", breaks="refresh.rotated", change=_same_refresh),
    Wrong(
        name="old-refresh-taken", breaks="refresh.old-one-refused", patch=replaced(Tokens, "rotate", lambda *_: True)
    ),
    Wrong(name="reuse-unnoticed", breaks="refresh.reuse-ends-all", patch=around(Tokens, "find_refresh", _unforgotten)),
    Wrong(
        name="refresh-of-any-client",
        breaks="refresh.of-another-client",
        patch=lambda patch: (
            patch.setattr(Tokens, "find_refresh", _refresh_of_any),
            patch.setattr(TokenView, "check_client", lambda self, client: True),
        )[0],
        too=("revoke.of-another-client", "introspect.of-another-client"),
        why="the same question, whose token it is, is asked everywhere",
    ),
    Wrong(
        name="scope-widened",
        breaks="refresh.scope-not-widened",
        patch=replaced(RefreshGrant, "_validate_token_scope", lambda self, token: None),
    ),
    Wrong(
        name="revocation-ignored",
        breaks="revoke.access-token-at-once",
        patch=replaced(Revocation, "revoke_token", lambda *_: None),
        too=("revoke.refresh-token-ends-all", "introspect.revoked-inactive"),
        why="revoking does nothing at all",
    ),
    Wrong(
        name="revocation-by-anybody",
        breaks="revoke.of-another-client",
        patch=around(Revocation, "query_token", _anybody),
    ),
    Wrong(name="nonce-dropped", breaks="id-token.nonce", patch=replaced(CodeView, "get_nonce", lambda self: None)),
    Wrong(
        name="id-token-telling", breaks="id-token.nothing-telling", patch=around(IdToken, "get_client_claims", _telling)
    ),
)
