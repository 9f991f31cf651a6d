"""The lab: a space, a journal of everything that it exchanges, and scenarios that alter its answers."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import msgspec
from starlette.types import Receive, Scope, Send

from conformance.lab.alterations import ALTERATIONS
from conformance.lab.asking import Heard, answered, decoded, fit, send_answer, url_of
from conformance.lab.business import BUSINESS
from conformance.lab.forge import Forge
from conformance.lab.journal import Answer, Exchange, Journal
from conformance.lab.owners import Owners
from conformance.lab.pages import NOTHING, Call
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
        self._owners = Owners()

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
        heard = Heard(receive, self.space.settings.max_body + _SPARE)
        seen = Exchange(
            operation=_OPERATIONS.get((scope["method"], scope["path"]), "other"),
            method=scope["method"],
            url=url_of(self.space.settings.base_url, scope),
            request_headers=decoded(scope["headers"]),
            request_body=b"",
            answer=NOTHING,
            at=at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            mono_ns=mono_ns,
        )
        told = await self._in_place_of_the_space(seen, heard) or await self._asked(seen, scope, heard)
        await send_answer(told.answer, send)

    async def _in_place_of_the_space(self, seen: Exchange, heard: Heard) -> Exchange | None:
        """Answer by the lab alone, where a scenario asks for that; ``None`` where the space is to answer."""
        if not self._plays.instead():
            return None
        play = self._plays.of(self._owners.of_headers(seen.request_headers))
        if play is None and seen.operation == "token":
            play = self._plays.of(self._owners.of_form(await heard.ahead()))
        if play is None or not play.scenario.instead or not play.wants(seen.operation):
            return None
        seen = msgspec.structs.replace(seen, request_body=await heard.ahead(), person=play.person)
        answer = self._altered(play, seen)
        if answer is None:
            return None
        return self._noted(play, msgspec.structs.replace(seen, answer=answer, instead=True))

    async def _asked(self, seen: Exchange, scope: Scope, heard: Heard) -> Exchange:
        """Ask the space; alter its answer if a scenario waits for it; put the exchange in the journal."""
        right = await answered(self.space.app, scope, heard.receive)
        told = {name: scope["state"].get(name, "") for name in ("person", "client")}
        seen = msgspec.structs.replace(seen, answer=right, request_body=heard.body, **told)
        self._owners.learn(seen)
        play = self._plays.of(seen.person)
        if play is None:
            return self.journal.add(seen)
        if play.scenario.instead or not play.waits_for(seen):
            return self.journal.add(_labelled(play, seen))
        altered = self._altered(play, seen)
        if altered is not None and altered != right:
            seen = msgspec.structs.replace(seen, answer=altered, right=right)
        return self._noted(play, seen)

    def _altered(self, play: Play, seen: Exchange) -> Answer | None:
        """The scenario's answer; ``None`` when it leaves the space's own."""
        if play.scenario.id not in BUSINESS:
            return fit(ALTERATIONS[play.scenario.id](seen.answer, self.forge))
        call = Call(
            operation=seen.operation,
            base=self.space.settings.base_url,
            url=seen.url,
            body=seen.request_body,
            right=seen.answer,
            forge=self.forge,
            seconds=play.seconds,
        )
        answer = BUSINESS[play.scenario.id](call)
        return None if answer is None else fit(answer)

    def _noted(self, play: Play, seen: Exchange) -> Exchange:
        """Put an exchange to which the scenario applied in the journal."""
        seen = self.journal.add(_labelled(play, seen))
        play.apply(seen)
        return seen


def _labelled(play: Play, seen: Exchange) -> Exchange:
    return msgspec.structs.replace(seen, scenario=play.scenario.id, step=play.step)
