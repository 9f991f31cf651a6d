"""Codes and tokens: issued, used once, rotated, revoked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Update, select, update

from conformance.space.settings import SpaceSettings
from conformance.space.store import Store, digest
from conformance.space.tables_pairing import CodeRow, TokenRow


class Granted(msgspec.Struct, frozen=True, kw_only=True):
    """What a person agreed to on the consent page.

    ``auth_time`` is when they signed in (Unix seconds), for a client that asked (``max_age``): told to everybody, it
    would let two clients recognise a person who paired both in one sitting. ``jkt`` binds the code (RFC 9449, 10).
    """

    login: str
    scope: str
    auth_time: int | None = None
    jkt: str | None = None


class Tokens:
    """The credentials that the space hands out."""

    def __init__(self, store: Store, settings: SpaceSettings) -> None:
        self._store = store
        self._settings = settings

    def add_code(self, code: str, *, client_id: str, granted: Granted, asked: Mapping[str, Any]) -> None:
        """Keep an authorization code (RFC 6749, section 4.1.2) with what it is bound to."""
        with self._store.begin() as session:
            session.add(
                CodeRow(
                    digest=digest(code),
                    client_id=client_id,
                    login=granted.login,
                    redirect_uri=asked.get("redirect_uri") or "",
                    scope=granted.scope,
                    nonce=asked.get("nonce"),
                    challenge=asked.get("code_challenge"),
                    method=asked.get("code_challenge_method"),
                    jkt=granted.jkt,
                    auth_time=granted.auth_time,
                    expires=self._store.now() + self._settings.code_seconds,
                )
            )

    def find_code(self, code: str, client_id: str) -> CodeRow | None:
        """Return a code that may still be exchanged. One used before costs its tokens (section 4.1.2)."""
        with self._store.look() as session:
            row = session.get(CodeRow, digest(code))
            if row is None or row.client_id != client_id:
                return None
        if row.used:
            self.revoke_family(row.digest)
            return None
        return row if row.expires > self._store.now() else None

    def use_code(self, row: CodeRow) -> bool:
        """Mark a code as used; tell whether nobody did before. If somebody did, it costs the tokens."""
        unused = (CodeRow.digest == row.digest) & CodeRow.used.is_(False)
        return self._change_one(update(CodeRow).where(unused).values(used=True), row.digest)

    def add_token(self, token: Mapping[str, Any], *, family: str, client_id: str, login: str, jkt: str | None) -> None:
        """Keep a token response that is about to be sent; ``jkt`` is the key that it is bound to (RFC 9449)."""
        refresh, issued = token.get("refresh_token"), self._store.now()
        with self._store.begin() as session:
            session.add(
                TokenRow(
                    family=family,
                    client_id=client_id,
                    login=login,
                    scope=token["scope"],
                    access=digest(token["access_token"]),
                    refresh=digest(refresh) if refresh else None,
                    jkt=jkt,
                    issued=issued,
                    access_expires=issued + self._settings.access_seconds,
                    refresh_expires=issued + self._settings.refresh_seconds,
                )
            )

    def find_access(self, token: str) -> TokenRow | None:
        """Return a live access token."""
        with self._store.look() as session:
            row = session.scalar(select(TokenRow).where(TokenRow.access == digest(token)))
        return row if row and not row.revoked and not row.rotated and row.access_expires > self._store.now() else None

    def find_refresh(self, token: str, client_id: str) -> TokenRow | None:
        """Return a live refresh token. One used before costs its whole family (RFC 9700, section 4.14.2)."""
        with self._store.look() as session:
            row = session.scalar(select(TokenRow).where(TokenRow.refresh == digest(token)))
        if row is None or row.client_id != client_id:
            return None
        if row.rotated:
            self.revoke_family(row.family)
            return None
        return row if not row.revoked and row.refresh_expires > self._store.now() else None

    def find_any(self, token: str) -> TokenRow | None:
        """Return a token by either of its two values, dead or alive."""
        known = digest(token)
        with self._store.look() as session:
            return session.scalar(select(TokenRow).where((TokenRow.access == known) | (TokenRow.refresh == known)))

    def owner(self, secret: str) -> str:
        """Return the login of the person whom a code or token, dead or alive, concerns; empty when unknown."""
        with self._store.look() as session:
            row = session.get(CodeRow, digest(secret))
        found = row or self.find_any(secret)
        return found.login if found else ""

    def rotate(self, row: TokenRow) -> bool:
        """Put a pair of tokens out of use, because another was issued for it; tell whether nobody did before.

        If somebody did, it costs the whole family.
        """
        unused = (TokenRow.id == row.id) & TokenRow.rotated.is_(False)
        return self._change_one(update(TokenRow).where(unused).values(rotated=True), row.family)

    def _change_one(self, statement: Update, family: str) -> bool:
        """Change one row, whoever races, in this process or another."""
        with self._store.begin() as session:
            changed = session.connection().execute(statement).rowcount == 1
        if not changed:
            self.revoke_family(family)
        return changed

    def revoke_family(self, family: str) -> None:
        """Put out of use every token that came from one code."""
        with self._store.begin() as session:
            session.execute(update(TokenRow).where(TokenRow.family == family).values(revoked=True))

    def revoke_client(self, client_id: str, login: str = "") -> None:
        """Put out of use every token of a client, or those that it holds for one person; codes too."""
        with self._store.begin() as session:
            for table, ending in ((TokenRow, {"revoked": True}), (CodeRow, {"used": True})):
                theirs = table.client_id == client_id
                if login:
                    theirs &= table.login == login
                session.execute(update(table).where(theirs).values(**ending))
