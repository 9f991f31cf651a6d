"""The process under load: the space, and beside it a bare endpoint that does one insert or one indexed select."""

from __future__ import annotations

import json
from multiprocessing.connection import Connection
from uuid import uuid4

import uvicorn
from sqlalchemy import insert, select
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from conformance.space.app import Space, create_space
from conformance.space.database import for_writing, open_database
from conformance.space.server import listen, port_of
from conformance.space.settings import SpaceSettings
from conformance.space.tables import ObservationRow
from tests.bench_space.bare_table import BareRow, create_bare

BASE = "https://space.example.test"


def settings_for(database: str) -> SpaceSettings:
    return SpaceSettings(base_url=BASE, database=database, access_seconds=24 * 3600)


def serve(database: str, pipe: Connection) -> None:
    """Serve both on a free port of the loopback, which goes into the pipe, until killed."""
    space = create_space(settings_for(database))
    both = _Both(space, bare_app(database))
    quiet = {"log_config": None, "access_log": False, "ws": "none", "lifespan": "off", "interface": "asgi3"}
    config = uvicorn.Config(both, timeout_keep_alive=600, **quiet)  # type: ignore[arg-type]
    with listen("127.0.0.1") as bound:
        pipe.send(port_of(bound))
        uvicorn.Server(config).run([bound])


class _Both:
    """One server for both, so that nothing but the application differs."""

    def __init__(self, space: Space, bare: ASGIApp) -> None:
        self._space, self._bare = space.app, bare

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._bare if scope["path"] == "/bare" else self._space)(scope, receive, send)


def bare_app(database: str) -> Starlette:
    """The least that could be done: no token, no consent, no validation, no event; the same disk, the same commits."""
    engine = open_database(database)
    writer = for_writing(engine)
    create_bare(engine)
    into = insert(BareRow)
    found = select(ObservationRow.resource).order_by(ObservationRow.effective_from.desc(), ObservationRow.number.desc())

    def put(body: bytes) -> Response:
        json.loads(body)
        with writer.begin() as connection:
            connection.execute(into, {"id": str(uuid4()), "resource": body.decode()})
        return Response(b'{"resourceType":"Bundle"}', media_type="application/fhir+json")

    def get(request: Request) -> Response:
        asked = request.query_params
        wanted = found.where(
            ObservationRow.login == asked["login"],
            ObservationRow.code == asked["code"],
            ObservationRow.effective_from >= asked["from"],
            ObservationRow.effective_from <= asked["to"],
        ).limit(int(asked["count"]))
        with engine.connect() as connection:
            rows = list(connection.scalars(wanted))
        return Response("[" + ",".join(rows) + "]", media_type="application/fhir+json")

    async def write(request: Request) -> Response:
        return await run_in_threadpool(put, await request.body())

    return Starlette(routes=[Route("/bare", write, methods=["POST"]), Route("/bare", get)])
