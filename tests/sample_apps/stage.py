"""A stage before a space, on which single answers of the measures interface are played."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from starlette.types import ASGIApp, Receive, Scope, Send


class Played(NamedTuple):
    """An answer in place of the space's own; ``stored`` lets the space take the call first. A cut body ends early."""

    status: int
    body: object = None
    headers: Mapping[str, str] = MappingProxyType({})
    stored: bool = False
    cut: bool = False


def outcome(text: str) -> dict[str, Any]:
    """An OperationOutcome that says this."""
    return {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "diagnostics": text}]}


class Stage:
    """Stands before a space: plays the answers of ``script`` on calls of /fhir, and remembers the calls."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.script: list[Played] = []
        self.calls: list[tuple[str, str]] = []
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.revocations = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/oauth/revoke":
            self.revocations += 1
        if not scope["path"].startswith("/fhir"):
            await self._app(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        query = scope["query_string"].decode()
        self.calls.append((scope["method"], f"{scope['path']}?{query}" if query else scope["path"]))
        self.headers.append({name.decode(): value.decode() for name, value in scope["headers"]})
        self.bodies += [json.loads(body)] if body else []
        played = self.script.pop(0) if self.script else None
        if played is None or played.stored:
            await self._pass_on(scope, body, None if played else send)
        if played is not None:
            await _play(played, send)

    async def _pass_on(self, scope: Scope, body: bytes, send: Send | None) -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def nowhere(message: Any) -> None:
            return None

        await self._app(scope, receive, send or nowhere)


async def _play(played: Played, send: Send) -> None:
    body = played.body if isinstance(played.body, bytes) else json.dumps(played.body).encode()
    length = len(body) + 10 * played.cut
    headers = {"content-type": "application/fhir+json", "content-length": str(length), **played.headers}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": played.status, "headers": raw})
    await send({"type": "http.response.body", "body": body, "more_body": played.cut})
