"""A server of somebody else: it serves a key set that no right client trusts, and waits for tokens not meant for it."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from conformance.lab.forge import FHIR_PATH, JWKS_PATH, Forge
from conformance.lab.journal import Answer, Exchange, Listener

LARGEST = 256 * 1024
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REFUSED = Answer(status=404, headers=(), body=b"")


def foreign_app(forge: Forge, listener: Listener) -> Starlette:
    """The application that answers at the forge's foreign addresses; tells ``listener`` of each call (``foreign``)."""

    async def jwks(request: Request) -> Response:
        return JSONResponse({"keys": [forge.foreign_key()]})

    async def fhir(request: Request) -> Response:
        listener(await _seen(request))
        return Response(status_code=REFUSED.status)

    routes = [Route(JWKS_PATH, jwks), Route(FHIR_PATH, fhir, methods=METHODS)]
    return Starlette(routes=routes)


async def _seen(request: Request) -> Exchange:
    at, mono_ns = datetime.now(UTC), time.monotonic_ns()
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw)
    return Exchange(
        operation="foreign",
        method=request.method,
        url=str(request.url),
        request_headers=headers,
        request_body=await _body(request),
        answer=REFUSED,
        at=at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        mono_ns=mono_ns,
    )


async def _body(request: Request) -> bytes:
    """The body, as far as it is worth reading."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            break
    return body[:LARGEST]
