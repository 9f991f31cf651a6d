"""The memory of the space: short transactions, one writer at a time in each process."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from threading import RLock
from typing import Any, TypeVar

from sqlalchemy import Connection, event, select, update
from sqlalchemy.orm import ORMExecuteState, Session

from conformance.space.clock import Clock
from conformance.space.commits import GroupCommits
from conformance.space.database import (
    create_tables,
    for_one,
    for_reading,
    for_writing,
    insert_new,
    is_memory,
    open_database,
)
from conformance.space.new_rows import insert_observations
from conformance.space.notes import notes_together
from conformance.space.tables import Base, GenerationRow

T = TypeVar("T")
_GENERATION = select(GenerationRow.number)
_NEXT_GENERATION = update(GenerationRow).values(number=GenerationRow.number + 1)


class Store:
    """The space's memory. Whoever writes holds ``lock``: a code or a refresh token is used once, whoever races.

    Three ways in: ``begin`` (a session that may write), ``reading`` (a connection that waits for nobody) and ``commit``
    (the fast way to write).
    """

    def __init__(self, database: str, clock: Clock | None = None) -> None:
        self._engine = open_database(database)
        self._writer, self._reader = for_writing(self._engine), for_reading(self._engine)
        self._one = for_one(self._engine)
        self._in_memory = is_memory(database)
        self.lock = RLock()
        self.clock = clock or Clock()
        self._commits = GroupCommits(self._transact, insert_observations)
        create_tables(self._engine, Base.metadata)
        first = insert_new(self._engine.dialect.name, GenerationRow)
        self._transact(lambda connection: connection.execute(first, {"id": 1, "number": 0}))

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Open a transaction; commit at the end, roll back on any error. Rows stay readable afterwards."""
        with self.lock, _Watched(self._writer, expire_on_commit=False) as session, session.begin():
            yield session
            session.flush()
            if session.info.get("changed"):
                session.execute(_NEXT_GENERATION)

    def generation(self, connection: Connection | None = None) -> int:
        """Return a number that changes with all that ``begin`` changes: people, tokens, consents, services, keys.

        What was worked out from these holds as long as it stays (and as long as ``now``, where it depends on time).
        """
        if connection is not None:
            return connection.scalar(_GENERATION) or 0
        with self.lock if self._in_memory else nullcontext(), self._one.connect() as alone:
            return alone.scalar(_GENERATION) or 0

    def now(self) -> int:
        """Return the space's time as Unix seconds."""
        return self.clock.now()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads, on one state of the database."""
        with self.lock if self._in_memory else nullcontext(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def look(self) -> Iterator[Session]:
        """Open a session that only reads, on one state of the database. Its rows stay readable afterwards."""
        with self.reading() as connection, Session(connection) as session:
            yield session

    def commit(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` in a transaction, commit it with others, return its result (see ``GroupCommits.run``)."""
        return self._commits.run(work)

    def commit_observation(self, row: dict[str, Any], work: Callable[[Connection, bool], T]) -> T:
        """Insert a row of ``ObservationRow`` unless it is there, then do ``work``; commit as ``commit`` does."""
        return self._commits.run_new(row, work)

    def close(self) -> None:
        """Finish what is being written, let go of the database."""
        self._commits.close()
        self._engine.dispose()

    def _transact(self, work: Callable[[Connection], T]) -> T:
        with self.lock, self._writer.connect() as connection, connection.begin(), notes_together(connection):
            return work(connection)


class _Watched(Session):
    """A session that remembers (``info["changed"]``) whether it changed anything."""


@event.listens_for(_Watched, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    session.info["changed"] = True


@event.listens_for(_Watched, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if not state.is_select:
        state.session.info["changed"] = True


def digest(secret: str) -> str:
    """Return the SHA-256 of a secret, in hexadecimal: what the database keeps in its place."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_secret() -> str:
    """Return 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)
