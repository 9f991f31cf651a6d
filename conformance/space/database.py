"""The two databases that a space can live in: SQLite (a file, or memory) and PostgreSQL.

SQLite runs with a write-ahead log, so that readers and the writer do not wait for each other, and with
``synchronous=FULL``: a commit is on the disk before it is acknowledged. ``NORMAL`` would survive the death of the
process, but not that of the machine: the last measures that an application was told are stored would be gone, and it
would never send them again. Commits in groups (``commits``) pay for it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.pool import StaticPool

# How long a writer waits for another process to finish its transaction, in milliseconds.
_BUSY_MS = 30_000
# One connection for each thread that serves requests. Each is given back with no transaction open.
_POOL: dict[str, Any] = {"pool_size": 40, "max_overflow": 40, "pool_reset_on_return": None}
_TABLES_LOCK = 0x70726F62  # any number, as long as it is this one
_IMMEDIATE = "space_begin_immediate"


def open_database(address: str) -> Engine:
    """Return an engine for an SQLAlchemy address: ``sqlite://`` (memory), ``sqlite:///file``, ``postgresql://…``.

    Raises ``sqlalchemy.exc.ArgumentError`` for anything else, and what the driver raises when it cannot connect.
    """
    url = make_url(address)
    if url.get_backend_name() == "postgresql":
        return create_engine(url.set(drivername="postgresql+psycopg"), **_POOL)
    pooled: dict[str, Any] = {"poolclass": StaticPool} if is_memory(address) else _POOL
    # No statement of ours depends on the driver's own idea of when a transaction begins.
    engine = create_engine(url, connect_args={"check_same_thread": False, "isolation_level": None}, **pooled)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def is_memory(address: str) -> bool:
    """Tell whether the database lives in memory: one connection, which all threads share."""
    return address in ("sqlite://", "sqlite:///:memory:")


def for_writing(engine: Engine) -> Engine:
    """Return the engine whose transactions write: in SQLite they take the write lock at once.

    A transaction that reads first and writes later would fail when another wrote in between (``SQLITE_BUSY``).
    """
    return engine.execution_options(**{_IMMEDIATE: True}) if engine.dialect.name == "sqlite" else engine


def for_one(engine: Engine) -> Engine:
    """Return the engine for one statement that needs no transaction around it."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def for_reading(engine: Engine) -> Engine:
    """Return the engine whose transactions see one state of the database from beginning to end."""
    return engine if engine.dialect.name == "sqlite" else engine.execution_options(isolation_level="REPEATABLE READ")


def create_tables(engine: Engine, tables: MetaData) -> None:
    """Create the tables that are missing. Processes that start together do it one after the other."""
    with for_writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_TABLES_LOCK)))
        tables.create_all(connection)


def insert_new(dialect: str, table: type[Any]) -> Any:
    """Return the statement that inserts a row unless one like it is there.

    Both databases know it, each in its own class. It needs no exception, so it leaves a shared transaction whole.
    """
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def _set_up(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={_BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(_IMMEDIATE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
