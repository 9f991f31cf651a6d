"""The lab: a space, a journal of everything that it exchanges, and scenarios that alter one answer."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import msgspec
from starlette.types import Message, Receive, Scope, Send

from conformance.lab.alterations import ALTERATIONS
from conformance.lab.forge import Forge
from conformance.lab.journal import Answer, Exchange, Headers, Journal
from conformance.lab.played import PlayedPerson, PlayedSpace
from conformance.lab.plays import Play, Plays
from conformance.lab.scenarios import scenarios

_OPERATIONS = {
    ("GET", "/oauth/.well-known/openid-configuration"): "discovery",
    ("GET", "/oauth/jwks"): "jwks",
    ("GET", "/oauth/authorize"): "authorize",
    ("POST", "/oauth/authorize"): "authorize",
    ("POST", "/oauth/token"): "token",
    ("POST", "/oauth/revoke"): "revoke",
    ("POST", "/fhir"): "write",
    ("GET", "/fhir/Observation"): "read",
    ("GET", "/fhir/metadata"): "capability",
    ("GET", "/fhir/.well-known/smart-configuration"): "smart",
}
# More than the space accepts: nothing that it reads is cut in the journal.
_SPARE = 64 * 1024


class Lab:
    """A space under observation. ``app`` is the ASGI application to serve in place of the space's own.

    ``forge`` makes the tokens of the scenarios.
    """

    def __init__(self, space: PlayedSpace) -> None:
        self.space = space
        self.journal = Journal()
        self.forge = Forge(space.signing_keys)
        self._plays = Plays()

    def play(self, scenario_id: str, person: PlayedPerson, *, step: str = "") -> AbstractContextManager[Play]:
        """Have a scenario on for one person until the block ends: it applies to the next answer that it is about.

        ``step`` is the caller's own label (``before``, ``fault``, ``after``), kept with each exchange of this person.
        Raises ``KeyError`` for an unknown scenario, ``AlreadyPlaying`` when one is on for this person.
        """
        return self._plays.start(Play(scenarios()[scenario_id], person.login, step))

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the space does, but for the scenario that is on; write the exchange down."""
        if scope["type"] != "http":
            await self.space.app(scope, receive, send)
            return
        at, mono_ns = datetime.now(UTC), time.monotonic_ns()
        scope = {**scope, "state": {}}
        right, body = await self._ask(scope, receive)
        seen = Exchange(
            operation=_OPERATIONS.get((scope["method"], scope["path"]), "other"),
            method=scope["method"],
            url=_url(self.space.settings.base_url, scope),
            request_headers=_decoded(scope["headers"]),
            request_body=body,
            answer=right,
            at=at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            mono_ns=mono_ns,
            person=scope["state"].get("person", ""),
            client=scope["state"].get("client", ""),
        )
        await _send(self._write_down(seen).answer, send)

    def _write_down(self, seen: Exchange) -> Exchange:
        """Alter the answer if a scenario waits for it; put the exchange in the journal."""
        play = self._plays.of(seen.person)
        if play is None:
            return self.journal.add(seen)
        seen = msgspec.structs.replace(seen, scenario=play.scenario.id, step=play.step)
        if not play.waits_for(seen):
            return self.journal.add(seen)
        right, altered = seen.answer, _fit(ALTERATIONS[play.scenario.id](seen.answer, self.forge))
        if altered != right:
            seen = msgspec.structs.replace(seen, answer=altered, right=right)
        seen = self.journal.add(seen)
        play.apply(seen)
        return seen

    async def _ask(self, scope: Scope, receive: Receive) -> tuple[Answer, bytes]:
        """Return the space's own answer, and the request body as far as the space might read it."""
        limit = self.space.settings.max_body + _SPARE
        heard, said = bytearray(), bytearray()
        started: list[Message] = []

        async def hear() -> Message:
            message = await receive()
            heard.extend(message.get("body", b"")[: max(0, limit - len(heard))])
            return message

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            else:
                said.extend(message.get("body", b""))

        await self.space.app(scope, hear, keep)
        answer = Answer(status=started[0]["status"], headers=_decoded(started[0]["headers"]), body=bytes(said))
        return answer, bytes(heard)


async def _send(answer: Answer, send: Send) -> None:
    headers = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def _fit(answer: Answer) -> Answer:
    """Say the length of the altered body."""
    size = str(len(answer.body))
    headers = tuple((k, size if k.lower() == "content-length" else v) for k, v in answer.headers)
    return msgspec.structs.replace(answer, headers=headers)


def _decoded(headers: list[tuple[bytes, bytes]]) -> Headers:
    return tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in headers)


def _url(base: str, scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return f"{base}{scope['raw_path'].decode('latin-1')}{'?' if query else ''}{query}"
