"""Measures of blood pressure, in millimetres of mercury; the pulse in beats per minute."""

from __future__ import annotations

import sqlite3
import uuid
from dataclasses import dataclass
from datetime import datetime

from sample_apps.tensio.clock import now_text
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.database import Database


@dataclass(frozen=True)
class Measure:
    """One measure; ``taken_at`` and ``shared_at`` are RFC 3339 with an offset, ``shared_at`` empty if never."""

    id: str
    systolic: int
    diastolic: int
    pulse: int | None
    taken_at: str
    note: str = ""
    shared_at: str = ""

    @property
    def moment(self) -> datetime:
        """When it was taken."""
        return datetime.fromisoformat(self.taken_at)


class Measures:
    """The table ``measure``; every question but one names the account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, account: Account, systolic: int, diastolic: int, pulse: int | None, taken_at: str, note: str = ""
    ) -> None:
        """Keeps a new measure."""
        self._database.run(
            "INSERT INTO measure VALUES (?, ?, ?, ?, ?, ?, ?, '')",
            (str(uuid.uuid4()), account.id, systolic, diastolic, pulse, taken_at, note),
        )

    def latest(self, account: Account, count: int, skipped: int = 0) -> list[Measure]:
        """The latest measures, newest first."""
        rows = self._database.rows(
            "SELECT * FROM measure WHERE account = ? ORDER BY taken_at DESC LIMIT ? OFFSET ?",
            (account.id, count, skipped),
        )
        return [_measure(row) for row in rows]

    def shared(self, account: Account, count: int) -> list[Measure]:
        """The measures shared last, the very last first."""
        rows = self._database.rows(
            "SELECT * FROM measure WHERE account = ? AND shared_at <> '' ORDER BY shared_at DESC, rowid DESC LIMIT ?",
            (account.id, count),
        )
        return [_measure(row) for row in rows]

    def find(self, account: Account, measure_id: str) -> Measure | None:
        """One measure of this account, or ``None``."""
        row = self._database.row("SELECT * FROM measure WHERE account = ? AND id = ?", (account.id, measure_id))
        return _measure(row) if row else None

    def find_any(self, measure_id: str) -> Measure | None:
        """One measure, whoever's it is."""
        row = self._database.row("SELECT * FROM measure WHERE id = ?", (measure_id,))
        return _measure(row) if row else None

    def annotate(self, measure: Measure, note: str) -> None:
        """Replaces its note."""
        self._database.run("UPDATE measure SET note = ? WHERE id = ?", (note, measure.id))

    def mark_shared(self, account: Account, measure: Measure) -> None:
        """Notes that the space has taken the measure."""
        self._database.run(
            "UPDATE measure SET shared_at = ? WHERE account = ? AND id = ?", (now_text(), account.id, measure.id)
        )


def _measure(row: sqlite3.Row) -> Measure:
    return Measure(**{name: row[name] for name in Measure.__dataclass_fields__})
