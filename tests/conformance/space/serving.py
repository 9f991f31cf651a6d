"""The space in processes of its own, over plain HTTP on the loopback, to be raced and killed."""

from __future__ import annotations

import http.client
import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

import uvicorn

from conformance.space.app import create_space
from conformance.space.server import listen, port_of
from conformance.space.settings import SpaceSettings
from conformance.space.warming import warm_up
from tests.conformance.space.direct import BASE

SECONDS_TO_START = 60
warm_up()  # in the process that the others are forked from
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__])


class Served(NamedTuple):
    """A process that serves a space, and its port."""

    process: BaseProcess
    port: int

    def caller(self) -> Caller:
        return Caller(self.port)


class Caller:
    """A kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def write(self, headers: dict[str, str], bundle: Any) -> tuple[int, Any]:
        """Send a bundle. Raises ``OSError`` or ``HTTPException`` when the process is gone."""
        told = {"Content-Type": "application/fhir+json"} | headers
        self._connection.request("POST", "/fhir", json.dumps(bundle), told)
        answer = self._connection.getresponse()
        return answer.status, json.loads(answer.read())


def settings_for(database: str) -> SpaceSettings:
    return SpaceSettings(base_url=BASE, database=database, access_seconds=3600)


@contextmanager
def served(database: str) -> Iterator[Served]:
    """Serve the space of a database in another process; kill that process at the end."""
    here, there = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=_serve, args=(database, there), daemon=True)
    process.start()
    there.close()
    try:
        assert here.poll(SECONDS_TO_START), "the space did not start"
        yield Served(process, here.recv())
    finally:
        process.kill()
        process.join()


def _serve(database: str, pipe: Connection) -> None:
    space = create_space(settings_for(database))
    quiet = {"log_config": None, "access_log": False, "ws": "none", "lifespan": "off", "interface": "asgi3"}
    config = uvicorn.Config(space.app, timeout_keep_alive=300, **quiet)  # type: ignore[arg-type]
    with listen("127.0.0.1") as bound:
        pipe.send(port_of(bound))
        uvicorn.Server(config).run([bound])
