"""Asking the app in this process, without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, NamedTuple

from sample_apps.tensio.application import application
from sample_apps.tensio.build import Build, sound_build
from sample_apps.tensio.faults import apply_faults
from sample_apps.tensio.settings import Settings


class Answer(NamedTuple):
    """A response; header names in lower case."""

    status: int
    headers: dict[str, str]
    text: str


def faulty(data: Path, *names: str) -> Build:
    """The parts of an app with these faults."""
    build = sound_build(Settings(data=data, public_url="https://tensio.example"))
    apply_faults(build, names)
    return build


def ask(app: Any, target: str) -> Answer:
    """GET of a path with an optional query."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(b"host", b"tensio.example")], "scheme": "https", "server": ("tensio.example", 443),
        "client": ("127.0.0.1", 1), "root_path": "", "http_version": "1.1", "asgi": {"version": "3.0"},
    }
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(sent[0]["status"], headers, body.decode())


def ask_faulty(data: Path, name: str, target: str) -> Answer:
    """GET from the app with one fault."""
    return ask(application(faulty(data, name)), target)
