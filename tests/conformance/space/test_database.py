"""The two databases: how they are set up, that searches use their index, and that writes share commits fairly."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from conformance.space.commits import CommitFailed, GroupCommits, Job
from conformance.space.database import open_database
from conformance.space.finding import find
from conformance.space.search_query import Query, parse_query
from conformance.space.store import Store
from conformance.space.tables import AccessRow, ObservationRow
from tests.conformance.space.conftest import KINDS, Maker
from tests.conformance.space.direct import LAST, PERIOD


def test_how_sqlite_is_set_up(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'space.db'}")
    with engine.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    full = 2  # https://www.sqlite.org/pragma.html#pragma_synchronous
    assert told == {"journal_mode": "wal", "synchronous": full, "foreign_keys": 1, "busy_timeout": 30_000}


@pytest.mark.slow
def test_how_postgresql_is_set_up(postgres: str) -> None:
    engine = open_database(postgres)
    with engine.connect() as connection:
        told = [connection.scalar(text(f"SHOW {name}")) for name in ("fsync", "synchronous_commit")]
    engine.dispose()
    assert (engine.dialect.driver, told) == ("psycopg", ["on", "on"])


def bulk(store: Store, people: int, each: int) -> None:
    """Fill the store with other people's heart rates."""
    rows = [
        {
            "id": f"{person}-{n}", "login": f"p{person}", "client_id": "app-1", "code": "8867-4", "status": "final",
            "effective_from": f"2026-11-{1 + n % 28:02}T{n % 24:02}:00:00.{n:06}+00:00",
            "effective_to": f"2026-11-{1 + n % 28:02}T{n % 24:02}:00:00.{n:06}+00:00",
            "content": f"{person}-{n}", "recorded": "2026-11-01T00:00:00.000000+00:00", "resource": "{}",
        }
        for person in range(people)
        for n in range(each)
    ]  # fmt: skip
    store.commit(lambda connection: connection.execute(insert(ObservationRow), rows))


SUBJECT = ("subject.identifier", "x|y")


@pytest.mark.parametrize("database", KINDS[1:], indirect=True)
@pytest.mark.parametrize("fields", [PERIOD, LAST])
def test_a_search_is_a_range_of_its_index(database: str, fields: tuple[tuple[str, str], ...]) -> None:
    store = Store(database)
    bulk(store, people=40, each=100)
    query = parse_query([("code", "8867-4"), SUBJECT, *fields], 50, 100)
    with store.reading() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
        plans = [_plan(connection, statement) for statement in _statements(connection, query)]
    store.close()
    assert plans
    # PostgreSQL may well prefer another index that begins with the person, while there is little.
    wanted = r"observation_search|Index Cond: .*login" if "postgresql" in database else "observation_search"
    for plan in plans:
        assert re.search(wanted, plan), plan
        assert not re.search(r"SCAN observation\b(?! USING)|Seq Scan|TEMP B-TREE", plan), plan


def _statements(connection: Connection, query: Query) -> list[tuple[str, Any]]:
    """What ``find`` executes."""
    seen: list[tuple[str, Any]] = []

    def keep(_c: object, _cursor: object, statement: str, parameters: Any, _context: object, _many: object) -> None:
        seen.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", keep)
    find(connection, "p7", "idpe", query, "2.25.1")
    event.remove(connection, "before_cursor_execute", keep)
    return seen


def _plan(connection: Connection, statement: tuple[str, Any]) -> str:
    asked = "EXPLAIN " if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    rows = connection.exec_driver_sql(asked + statement[0], statement[1]).all()
    return "\n".join(str(row[-1]) for row in rows)


def test_events_are_found_by_their_index(make: Maker) -> None:
    member = make().pair("app-1")
    newest = (AccessRow.recorded.desc(), AccessRow.number.desc())
    wanted = select(AccessRow.id).where(AccessRow.login == "p").order_by(*newest)
    with member.direct.space.store.reading() as connection:
        compiled = str(wanted.compile(connection, compile_kwargs={"literal_binds": True}))
        plan = "\n".join(row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}"))
    assert "access_search" in plan and "TEMP B-TREE" not in plan


@pytest.mark.parametrize("database", KINDS[1:], indirect=True)
def test_a_space_lives_on_after_a_restart(make: Maker, database: str) -> None:
    member = make(database).pair("app-1")
    assert member.write("body_weight").status == 200
    member.direct.space.close()
    again = make(database)
    answer = again.ask("GET", "/fhir/AuditEvent?date=ge2020&date=le2100", member.headers)
    assert answer.json["total"] == 1
    assert again.pair("app-1", member.login).search("29463-7", *PERIOD).json["total"] == 1


def note(name: str) -> dict[str, Any]:
    fixed = dict.fromkeys(("client_id", "recorded", "operation", "kind", "code", "error", "targets", "query"), "")
    return fixed | {"id": name, "login": "p", "status": 200, "request_id": ""}


@pytest.mark.parametrize("database", KINDS[1:], indirect=True)
def test_one_that_fails_fails_alone(database: str) -> None:
    store = Store(database)

    def good(name: str) -> Any:
        return lambda connection: connection.execute(insert(AccessRow), note(name)) and name

    def wrong(_connection: Connection) -> None:
        raise ValueError("wrong")

    store.commit(good("there"))
    works = (good("a"), good("there"), wrong, good("b"))
    group = [Job(lambda connection, _, work=work: work(connection)) for work in works]
    store._commits._commit(group)  # as when the four wait at the same moment
    done = [job.done for job in group]
    assert [done[0].result(), done[3].result()] == ["a", "b"]
    assert isinstance(done[1].exception(), IntegrityError) and isinstance(done[2].exception(), ValueError)
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(AccessRow)) == 3
    store.close()


def test_a_bug_in_one_hangs_nobody() -> None:
    def broken(_work: object) -> None:
        raise KeyError("bug")

    commits = GroupCommits(broken, lambda _connection, _rows: set())
    with pytest.raises(CommitFailed):
        commits.run(lambda _connection: None)
    with pytest.raises(CommitFailed):
        commits.run(lambda _connection: None)
    commits.close()


@pytest.mark.parametrize("database", KINDS[1:], indirect=True)
def test_writers_and_readers_do_not_stop_each_other(make: Maker, database: str) -> None:
    member = make(database).pair("app-1")
    store, start = member.direct.space.store, Barrier(8)

    def work(number: int) -> int:
        start.wait(30)
        for n in range(20):
            if number % 2:
                store.commit(lambda connection, n=n: connection.execute(insert(AccessRow), note(f"{number}-{n}")))
            else:
                with store.begin() as session:  # as the authorization server does
                    session.execute(insert(AccessRow), note(f"{number}-{n}"))
            with store.reading() as connection:
                connection.scalar(select(func.count()).select_from(AccessRow))
        return 20

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 160
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(AccessRow)) == 160
