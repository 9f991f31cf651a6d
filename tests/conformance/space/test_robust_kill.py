"""Nothing that was acknowledged is lost when the process is killed under load, twenty times."""

from __future__ import annotations

import http.client
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import pytest
from sqlalchemy import select

from conformance.space.app import create_space
from conformance.space.tables import AccessRow, ObservationRow
from tests.conformance import samples
from tests.conformance.space.direct import Direct, Member
from tests.conformance.space.serving import Served, served, settings_for

KILLS, WRITERS = 20, 4
pytestmark = pytest.mark.slow


class Load:
    """Writers that write until the process is gone; the one that gets the last acknowledgement of a round kills it."""

    def __init__(self, member: Member) -> None:
        self._member, self._lock, self._number = member, Lock(), 0
        self.acknowledged: dict[str, str] = {}
        self.unanswered: list[Any] = []

    def run(self, space: Served, acknowledgements: int) -> None:
        """Write with all writers; kill the process after so many acknowledgements."""
        wanted = len(self.acknowledged) + acknowledgements
        with ThreadPoolExecutor(WRITERS) as pool:
            for writer in [pool.submit(self._write, space, wanted) for _ in range(WRITERS)]:
                writer.result()
        space.process.join()
        assert space.process.exitcode == -signal.SIGKILL, "it died by itself"

    def _write(self, space: Served, wanted: int) -> None:
        caller = space.caller()
        while True:
            bundle, name = self._next()
            try:
                status, told = caller.write(self._member.headers, bundle)
            except (OSError, http.client.HTTPException):
                with self._lock:
                    self.unanswered.append(bundle)
                return
            assert status == 200, told
            with self._lock:
                self.acknowledged[name] = told["entry"][0]["response"]["location"].partition("/")[2]
                if len(self.acknowledged) == wanted:
                    space.process.kill()

    def _next(self) -> tuple[Any, str]:
        with self._lock:
            self._number += 1
            name = f"measure {self._number}"
        made = self._member.measure("body_weight", value=self._number)
        made["identifier"] = [{"system": "urn:test", "value": name}]
        return samples.bundle(made, with_device=True), name


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost(kind: str, request: pytest.FixtureRequest, tmp_path: Any) -> None:
    from tests.conformance.space.postgres import empty_schema

    sqlite = f"sqlite:///{tmp_path / 'space.db'}"
    database = sqlite if kind == "sqlite" else empty_schema(request.getfixturevalue("postgres"))
    space = create_space(settings_for(database))
    direct = Direct(space)
    member = direct.pair(direct.register("app-1"))
    load = Load(member)
    for kill in range(KILLS):
        with served(database) as process:
            load.run(process, 3 + kill)
    assert len(load.acknowledged) >= sum(3 + kill for kill in range(KILLS))
    # Whoever got no answer sends again, and nothing doubles.
    for bundle in load.unanswered:
        assert member.send(bundle).status == 200
    with space.store.reading() as connection:
        rows = connection.execute(select(ObservationRow.id, ObservationRow.resource)).all()
        noted = " ".join(connection.scalars(select(AccessRow.targets).where(AccessRow.operation == "transaction")))
    stored = {row.id for row in rows}
    assert set(load.acknowledged.values()) <= stored
    assert len(stored) == len(load.acknowledged) + len(load.unanswered)
    # A measure and the event that tells of it are there together, or not at all.
    assert all(f"Observation/{name}" in noted for name in stored)
    assert all(name in row.resource for name, row in _by_name(rows, load.acknowledged))
    space.close()


def _by_name(rows: Any, acknowledged: dict[str, str]) -> list[tuple[str, Any]]:
    named = {row.id: row for row in rows}
    return [(f'"value":"{name}"', named[made]) for name, made in acknowledged.items()]
