"""Which scenario is on for whom, and the answer that it waits for."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from urllib.parse import parse_qs, urlsplit

from conformance.lab.journal import Answer, Exchange
from conformance.lab.scenarios import OPERATIONS, Scenario


class AlreadyPlaying(RuntimeError):
    """A scenario is already on for this person: end it first."""


class Play:
    """One scenario, on for one person. ``applied`` is set when the answer that it waits for has come by."""

    def __init__(self, scenario: Scenario, person: str, step: str) -> None:
        self.scenario, self.person, self.step = scenario, person, step
        self.applied = Event()
        self.number = -1  # of the exchange to which it applied last
        self._since = 0.0

    def waits_for(self, seen: Exchange) -> bool:
        """Tell whether this carries an answer that the scenario is about: the first of its kind, unless it lasts."""
        if not self.wants(seen.operation):
            return False
        if self.scenario.step == "authorization_response":
            return _carries_code(seen.answer)
        if self.scenario.step == "token_response":
            return _is_code_exchange(seen.request_body) and _carries_id_token(seen.answer)
        return True

    def wants(self, operation: str) -> bool:
        """Tell whether the scenario is, or is still, about this endpoint."""
        over = self.applied.is_set() and not self.scenario.lasting
        return not over and operation in OPERATIONS[self.scenario.step]

    @property
    def seconds(self) -> float:
        """Seconds, on the monotonic clock, since the scenario first applied; 0 before."""
        return time.monotonic() - self._since if self.applied.is_set() else 0.0

    def apply(self, seen: Exchange) -> None:
        """Tell that the scenario applied to this exchange."""
        self.number = seen.number
        if not self.applied.is_set():
            self._since = seen.mono_ns / 1e9
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

    def instead(self) -> bool:
        """Tell whether any scenario is on in which the lab answers in place of the space."""
        with self._lock:
            return any(play.scenario.instead for play in self._on.values())

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
