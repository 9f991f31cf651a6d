"""Which scenario is on for whom, and the answer that it waits for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from urllib.parse import parse_qs, urlsplit

from conformance.lab.journal import Answer, Exchange
from conformance.lab.scenarios import Scenario


class AlreadyPlaying(RuntimeError):
    """A scenario is already on for this person: end it first."""


class Play:
    """One scenario, on for one person. ``applied`` is set when the answer that it waits for has come by."""

    def __init__(self, scenario: Scenario, person: str, step: str) -> None:
        self.scenario, self.person, self.step = scenario, person, step
        self.applied = Event()
        self.number = -1  # of the exchange to which it applied

    def waits_for(self, seen: Exchange) -> bool:
        """Tell whether this carries the answer that the scenario is about, the first of its kind."""
        if self.applied.is_set():
            return False
        if self.scenario.step == "authorization_response":
            return seen.operation == "authorize" and _carries_code(seen.answer)
        if self.scenario.step == "business_response":
            return seen.operation in ("read", "write")
        return seen.operation == "token" and _is_code_exchange(seen.request_body) and _carries_id_token(seen.answer)

    def apply(self, seen: Exchange) -> None:
        """Tell that the scenario applied to this exchange."""
        self.number = seen.number
        self.applied.set()


class Plays:
    """The scenarios that are on, at most one for each person."""

    def __init__(self) -> None:
        self._on: dict[str, Play] = {}
        self._lock = Lock()

    def of(self, person: str) -> Play | None:
        """Return what is on for this person."""
        with self._lock:
            return self._on.get(person)

    @contextmanager
    def start(self, play: Play) -> Iterator[Play]:
        """Have a play on until the block ends. Raises ``AlreadyPlaying``."""
        with self._lock:
            if play.person in self._on:
                raise AlreadyPlaying(play.person)
            self._on[play.person] = play
        try:
            yield play
        finally:
            with self._lock:
                del self._on[play.person]


def _carries_code(answer: Answer) -> bool:
    return "code" in parse_qs(urlsplit(answer.header("location")).query)


def _is_code_exchange(request_body: bytes) -> bool:
    return b"grant_type=authorization_code" in request_body.split(b"&")


def _carries_id_token(answer: Answer) -> bool:
    return answer.status == 200 and "id_token" in json.loads(answer.body)
