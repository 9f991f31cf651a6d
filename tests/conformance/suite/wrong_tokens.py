"""Wrong spaces: codes, refresh tokens, revocation."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import pytest
from authlib.oauth2.rfc6749.errors import InvalidRequestError
from sqlalchemy import select

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


def _whose_ever(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Tokens, "find_refresh", _refresh_of_any)
    patch.setattr(TokenView, "check_client", lambda self, client: True)


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
    Wrong(name="refresh-not-rotated", breaks="refresh.rotated", change=_same_refresh),
    Wrong(
        name="old-refresh-taken", breaks="refresh.old-one-refused", patch=replaced(Tokens, "rotate", lambda *_: True)
    ),
    Wrong(name="reuse-unnoticed", breaks="refresh.reuse-ends-all", patch=around(Tokens, "find_refresh", _unforgotten)),
    Wrong(
        name="refresh-of-any-client",
        breaks="refresh.of-another-client",
        patch=_whose_ever,
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
)
