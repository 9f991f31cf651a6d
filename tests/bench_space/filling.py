"""Other people's measures in bulk, so that a search has much to pass over."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
from sqlalchemy.engine import make_url

EACH = 1000
CODE = "8867-4"
COLUMNS = (
    "id", "login", "client_id", "code", "status", "effective_from", "effective_to", "content", "version", "recorded",
    "resource",
)  # fmt: skip
_START = datetime(2026, 1, 1, tzinfo=UTC)


def fill(database: str, measures: int, logins: list[str]) -> None:
    """Store measures: one a day for 100 days for each of ``logins``, the rest for people of 1000 each."""
    own = [row for login in logins for row in _rows(login, 100)]
    others = (row for person in range(-(-max(0, measures - len(own)) // EACH)) for row in _rows(f"p{person}", EACH))
    rows = (row for source in (own, others) for row in source)
    (_fill_sqlite if database.startswith("sqlite") else _fill_postgresql)(database, _first(rows, measures))


def _first(rows: Iterator[tuple[object, ...]], count: int) -> Iterator[tuple[object, ...]]:
    yield from (row for _, row in zip(range(count), rows, strict=False))


def _rows(login: str, count: int) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        at = (_START + timedelta(days=number)).isoformat(timespec="microseconds")
        name = f"{login}-{number}"
        made = str(UUID(int=hash(name) & (2**128 - 1)))
        yield made, login, "filled", CODE, "final", at, at, name, 1, at, _resource(made, at)


def _resource(made: str, at: str) -> str:
    profile = "https://fhir.monespacesante.fr/ref/mesure/StructureDefinition/mes-observation-heartrate"
    category = "http://terminology.hl7.org/CodeSystem/observation-category"
    told = {
        "resourceType": "Observation",
        "id": made,
        "meta": {"profile": [profile], "source": "urn:oid:2.25.1", "versionId": "1", "lastUpdated": at},
        "status": "final",
        "category": [{"coding": [{"system": category, "code": "vital-signs"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": CODE}]},
        "subject": {"identifier": {"system": "urn:oid:2.25.2", "value": "IDPE"}},
        "effectiveDateTime": at,
        "valueQuantity": {"value": 71, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"},
    }
    return json.dumps(told, separators=(",", ":")).replace("IDPE", "\x01")


def _fill_sqlite(database: str, rows: Iterator[tuple[object, ...]]) -> None:
    path = make_url(database).database
    assert path
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous=OFF")  # of this connection only
        marks = ",".join("?" * len(COLUMNS))
        connection.executemany(f"INSERT INTO observation ({','.join(COLUMNS)}) VALUES ({marks})", rows)
        connection.commit()
        connection.execute("ANALYZE")
    connection.close()


def _fill_postgresql(database: str, rows: Iterator[tuple[object, ...]]) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        copying = f"COPY observation ({','.join(COLUMNS)}) FROM STDIN"
        with connection.transaction(), connection.cursor() as cursor, cursor.copy(copying) as copy:
            for row in rows:
                copy.write_row(row)
        connection.execute("VACUUM ANALYZE observation")
