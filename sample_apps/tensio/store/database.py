"""The connection, shared by the threads of one process."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

SCHEMA = Path(__file__).with_name("schema.sql")


class Database:
    """One SQLite file in autocommit mode; every statement is one transaction."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._lock = Lock()
        self._connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;")
        self._connection.executescript(SCHEMA.read_text("utf-8"))

    def run(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Runs one statement and returns how many rows it changed. Raises ``sqlite3.IntegrityError``."""
        with self._lock:
            return self._connection.execute(statement, values).rowcount

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query (also of a statement with ``RETURNING``)."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def row(self, query: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or ``None``."""
        found = self.rows(query, values)
        return found[0] if found else None
