"""Rows that are inserted unless one with the same identity is there, whoever races."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from conformance.space.database import insert_new
from conformance.space.tables import DeviceRow, ObservationRow

Values = dict[str, Any]
_NEW: dict[str, dict[type, Any]] = {
    dialect: {table: insert_new(dialect, table).returning(table.id) for table in (DeviceRow, ObservationRow)}
    for dialect in ("sqlite", "postgresql")
}


def insert_observations(connection: Connection, rows: list[Values]) -> set[str]:
    """Insert rows in one statement; return the ids of those that were not there."""
    return set(connection.scalars(_NEW[connection.dialect.name][ObservationRow], rows))


def insert_device(connection: Connection, row: Values) -> bool:
    """Insert a row; tell whether it was not there."""
    return connection.execute(_NEW[connection.dialect.name][DeviceRow], row).first() is not None
