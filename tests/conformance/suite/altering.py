"""Standing between a space and its callers, to change what it answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.space.answers import encode


@dataclass
class Passing:
    """One exchange that passes: what was asked, and the answer, which may be changed."""

    method: str
    path: str
    query: dict[str, str]
    asked: dict[str, str]
    sent: bytes
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def set(self, name: str, value: str | None) -> None:
        """Give a header of the answer this value, or drop it."""
        self.headers = [pair for pair in self.headers if pair[0] != name]
        self.headers += [] if value is None else [(name, value)]

    @property
    def json(self) -> Any:
        """The body of the answer as JSON, decimals to the digit."""
        return json.loads(self.body, parse_float=Decimal)

    @json.setter
    def json(self, value: Any) -> None:
        self.body = encode(value)

    @property
    def to_client(self) -> bool:
        """Whether the browser is being sent back to a client."""
        return self.header("location").startswith("https://suite-")


Change = Callable[[Passing], None]


def words(before: str, after: str) -> Change:
    """Say something in other words."""

    def change(passing: Passing) -> None:
        passing.body = passing.body.replace(before.encode(), after.encode())

    return change


def header(name: str, value: str | None, *, status: int = 0) -> Change:
    """Give a header another value, or drop it, where it stands (in answers of this status, if one is given)."""

    def change(passing: Passing) -> None:
        if passing.header(name) and status in (0, passing.status):
            passing.set(name, value)

    return change


def found(change: Callable[[Any, Passing], None]) -> Change:
    """Change the Bundle that a search for measures is answered with."""

    def changed(passing: Passing) -> None:
        if passing.path == "/fhir/Observation" and passing.status == 200:
            bundle = passing.json
            change(bundle, passing)
            passing.json = bundle

    return changed


def altered(app: ASGIApp, change: Change, ask: Change | None = None) -> ASGIApp:
    """The same space, every answer of which goes through ``change``, and every request's headers through ``ask``."""

    async def between(scope: Scope, receive: Receive, send: Send) -> None:
        messages = []
        while not messages or messages[-1].get("more_body"):
            messages.append(await receive())
        passing = _asked(scope, b"".join(one.get("body", b"") for one in messages))

        async def again() -> Message:
            return messages.pop(0) if messages else {"type": "http.disconnect"}

        async def kept(message: Message) -> None:
            if message["type"] == "http.response.start":
                passing.status = message["status"]
                passing.headers = [(k.decode().lower(), v.decode("latin-1")) for k, v in message["headers"]]
            else:
                passing.body += message.get("body", b"")

        if ask:
            ask(passing)
            scope["headers"] = [(name.encode(), value.encode("latin-1")) for name, value in passing.asked.items()]
        await app(scope, again, kept)
        change(passing)
        if passing.status not in (204, 304):
            passing.set("content-length", str(len(passing.body)))
        headers = [(name.encode(), value.encode("latin-1")) for name, value in passing.headers]
        await send({"type": "http.response.start", "status": passing.status, "headers": headers})
        await send({"type": "http.response.body", "body": passing.body})

    return between


def _asked(scope: Scope, body: bytes) -> Passing:
    asked: dict[str, Any] = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    return Passing(method=scope["method"], path=scope["path"], query=query, asked=asked, sent=body)
