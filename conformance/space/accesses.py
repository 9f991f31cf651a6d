"""Who looked: every call for a person's record is written down, once, and the person can read it.

The note of a write is in the transaction of the write; the note of a read is on the disk before the answer leaves.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, Row, select

from conformance.space.ids import new_id
from conformance.space.notes import add_note
from conformance.space.store import Store
from conformance.space.tables import AccessRow

_TABLE = AccessRow.__table__


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """One call. ``recorded`` is UTC, RFC 3339; the rest is as in ``tables.AccessRow``.

    ``client_id`` is who looked; ``status`` tells whether it was answered (200, 201, 304) or refused.
    """

    id: str
    number: int
    login: str
    client_id: str
    recorded: str
    operation: str
    kind: str
    code: str
    status: int
    error: str
    targets: str
    query: str
    request_id: str

    @property
    def granted(self) -> bool:
        """Tell whether the call got what it asked for."""
        return self.status < 400


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What is written down of a call."""

    login: str
    client_id: str
    operation: str
    kind: str = ""
    code: str = ""
    status: int = 200
    error: str = ""
    targets: tuple[str, ...] = ()
    query: str = ""
    request_id: str = ""


def instant(at: datetime) -> str:
    """Return an instant as the tables keep it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def record(connection: Connection, note: Note, at: datetime) -> None:
    """Write one note in the caller's transaction."""
    told = msgspec.structs.asdict(note) | {"targets": " ".join(note.targets)}
    add_note(connection, told | {"id": new_id(), "recorded": instant(at)})


def accesses_of(store: Store, login: str, *, limit: int = 50, before: int | None = None) -> list[Trace]:
    """Return who looked at a person's record, the newest first: at most ``limit``, only numbers under ``before``."""
    wanted = select(_TABLE).where(AccessRow.login == login).order_by(AccessRow.recorded.desc(), AccessRow.number.desc())
    if before is not None:
        wanted = wanted.where(AccessRow.number < before)
    with store.reading() as connection:
        return [trace_of(row) for row in connection.execute(wanted.limit(limit))]


def trace_of(row: Row[tuple[object, ...]]) -> Trace:
    """Return a row of the table as an ``Trace``."""
    return Trace(**row._mapping)
