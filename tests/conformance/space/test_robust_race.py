"""Two writers that race on one identity make one resource: in threads, and in processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from conformance.space.app import create_space
from conformance.space.tables import AccessRow, DeviceRow, ObservationRow
from tests.conformance import samples
from tests.conformance.space.conftest import KINDS
from tests.conformance.space.direct import Direct, Member
from tests.conformance.space.serving import Caller, served, settings_for

MEASURES, RACERS = 12, 4


def race(ports: list[int], member: Member) -> list[list[tuple[str, str]]]:
    """Every racer writes every measure, all at the same moment; return what each was told (status, location)."""
    start = Barrier(len(ports))

    def run(port: int) -> list[tuple[str, str]]:
        caller, told = Caller(port), []
        for number in range(MEASURES):
            made = member.measure("body_weight", value=50 + number)
            if number % 2:
                made["identifier"] = [{"system": "urn:test", "value": str(number)}]
            start.wait(60)
            status, answer = caller.write(member.headers, samples.bundle(made, with_device=True))
            assert status == 200, answer
            told.append(tuple(answer["entry"][0]["response"][key] for key in ("status", "location")))
        return told

    with ThreadPoolExecutor(len(ports)) as pool:
        return list(pool.map(run, ports))


@pytest.mark.parametrize("database", KINDS[1:], indirect=True)
@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_racing_writers_make_one_resource(database: str, processes: int) -> None:
    space = create_space(settings_for(database))
    direct = Direct(space)
    member = direct.pair(direct.register("app-1"))
    with served(database) as one, served(database) as two:
        ports = [one.port if processes == 1 or n % 2 else two.port for n in range(RACERS)]
        told = race(ports, member)
    assert all(len({location for _, location in same}) == 1 for same in zip(*told, strict=True))
    for same in zip(*told, strict=True):
        assert sorted(status for status, _ in same) == ["200 OK"] * (RACERS - 1) + ["201 Created"]
    with space.store.reading() as connection:
        counts = [_count(connection, table) for table in (ObservationRow, DeviceRow, AccessRow)]
    assert counts == [MEASURES, 1, MEASURES * RACERS]
    space.close()


def _count(connection: Any, table: type) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
