"""The database of the space: one lock, short transactions."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from conformance.space.tables import Base


class Store:
    """The space's memory. Every use of it holds ``lock``: a code or a refresh token is used once, whoever races."""

    def __init__(self, database: str) -> None:
        in_memory = database in ("sqlite://", "sqlite:///:memory:")
        self._engine = create_engine(
            database,
            connect_args={"check_same_thread": False} if database.startswith("sqlite") else {},
            **({"poolclass": StaticPool} if in_memory else {}),
        )
        self.lock = RLock()
        Base.metadata.create_all(self._engine)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Open a transaction; commit at the end, roll back on any error. Rows stay readable afterwards."""
        with self.lock, Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def digest(secret: str) -> str:
    """Return the SHA-256 of a secret, in hexadecimal: what the database keeps in its place."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_secret() -> str:
    """Return 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)


def now() -> int:
    """Return the time as Unix seconds."""
    return int(time.time())
