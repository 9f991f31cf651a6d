"""The signing keys of the space: ES256, published as a JWK Set, rotated without a gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from conformance.space.store import Store
from conformance.space.tables_pairing import SigningKeyRow

ALGORITHM = "ES256"


class SigningKeys:
    """The keys that sign id_tokens. One signs; the next is published ahead, so that caches know it before it signs;
    a retired one stays published for ``grace`` seconds, so that what it signed can be verified.
    ``given`` are the private JWKs to begin with, the one that signs and the next one; new ones when there are none.
    """

    def __init__(self, store: Store, grace: int, given: Sequence[dict[str, Any]] = ()) -> None:
        self._store, self._grace = store, grace
        with store.begin() as session:
            if not session.scalar(select(SigningKeyRow)):
                keys = [ECKey.import_key(jwk) for jwk in given] or [new_key(), new_key()]
                session.add_all([_row_of(key, role) for key, role in zip(keys, ("current", "next"), strict=True)])
        self._kept = self._load()

    @property
    def current(self) -> ECKey:
        """The key that signs now."""
        return self._published()[0]

    def public(self) -> dict[str, Any]:
        """Return the JWK Set that ``/oauth/jwks`` serves (RFC 7517): no private member."""
        return {"keys": [key.as_dict(private=False) for key in self._published()]}

    def rotate(self) -> None:
        """Sign with the next key from now on; publish a new next one; retire the old one."""
        with self._store.begin() as session:
            current, upcoming = _row(session, "current"), _row(session, "next")
            current.role, current.until = "retired", self._store.now() + self._grace
            upcoming.role = "current"
            session.add(_row_of(new_key(), "next"))
        self._kept = self._load()

    def sign(self, claims: dict[str, Any]) -> str:
        """Return a compact JWS over ``claims``, by the current key."""
        key = self.current
        return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key, [ALGORITHM])

    def verify(self, token: str) -> dict[str, Any]:
        """Return the claims of a JWT signed by a published key. Raises ``JoseError`` or ``ValueError``."""
        return dict(jwt.decode(token, KeySet(list(self._published())), [ALGORITHM]).claims)

    def _published(self) -> list[ECKey]:
        return [key for key, until in self._kept if until is None or until > self._store.now()]

    def _load(self) -> list[tuple[ECKey, int | None]]:
        """The current key, the next one, then the retired ones, the newest first; those past their grace go."""
        with self._store.begin() as session:
            session.execute(delete(SigningKeyRow).where(SigningKeyRow.until <= self._store.now()))
            rows = session.scalars(select(SigningKeyRow).order_by(SigningKeyRow.role, SigningKeyRow.until.desc()))
            return [(ECKey.import_key(row.jwk), row.until) for row in rows]


def _row(session: Session, role: str) -> SigningKeyRow:
    return session.scalars(select(SigningKeyRow).where(SigningKeyRow.role == role)).one()


def new_key() -> ECKey:
    """Draw a signing key."""
    return ECKey.generate_key("P-256", {"use": "sig", "alg": ALGORITHM}, auto_kid=True)


def _row_of(key: ECKey, role: str) -> SigningKeyRow:
    return SigningKeyRow(kid=str(key.kid), jwk=key.as_dict(private=True), role=role, until=None)
