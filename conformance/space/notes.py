"""What is written down of calls: rows of one table, which a transaction of many calls inserts all at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, insert

from conformance.space.tables import AccessRow

_INSERT = insert(AccessRow).inline()
_LATER = "space_notes"


def add_note(connection: Connection, row: dict[str, Any]) -> None:
    """Insert a row of ``AccessRow`` in the caller's transaction: now, or at its end under ``notes_together``."""
    later = connection.info.get(_LATER)
    if later is None:
        connection.execute(_INSERT, row)
    else:
        later.append(row)


@contextmanager
def notes_together(connection: Connection) -> Iterator[None]:
    """Insert the notes of the block at its end, in one statement; none when it fails."""
    later: list[dict[str, Any]] = []
    connection.info[_LATER] = later
    try:
        yield
        if later:
            connection.execute(_INSERT, later)
    finally:
        del connection.info[_LATER]
