"""The console's memory: what is played for whom, and a bounded history for each person."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from threading import Lock
from typing import Protocol

import msgspec

from conformance.lab.console.rehearsals import Rehearsal
from conformance.lab.journal import Exchange
from conformance.lab.lab import Lab

KEPT = 120
"""Exchanges that are kept for each person; the oldest go first."""
MOST_LISTENERS = 16
SHOWN = frozenset(
    ("discovery", "jwks", "authorize", "token", "revoke", "write", "read", "capability", "smart", "foreign")
)


class DeskPerson(Protocol):
    """A synthetic person, and how they sign in."""

    @property
    def login(self) -> str: ...

    @property
    def password(self) -> str: ...

    @property
    def given_name(self) -> str: ...

    @property
    def family_name(self) -> str: ...

    @property
    def activated(self) -> bool: ...


class TooMany(RuntimeError):
    """As many pages listen already as the console bears."""


class Seen(msgspec.Struct, frozen=True):
    """An exchange in a person's history; ``place`` counts up over the whole console."""

    place: int
    exchange: Exchange
    rehearsal: Rehearsal | None


Told = Callable[[Seen | None], None]
"""Called with each exchange of a person, and with ``None`` when only what is played changed."""


class Desk:
    """Any thread may ask. ``hear`` is told of each exchange by the journal."""

    def __init__(self, lab: Lab, people: Iterable[DeskPerson]) -> None:
        self.lab = lab
        self.people: Mapping[str, DeskPerson] = {one.login: one for one in people}
        self._playing: dict[str, Rehearsal] = {}
        self._last: dict[str, Rehearsal] = {}
        self._history: dict[str, deque[Seen]] = {login: deque(maxlen=KEPT) for login in self.people}
        self._listeners: dict[Told, str] = {}
        self._place = 0
        self._lock = Lock()
        lab.journal.listen(self.hear)

    def play(self, scenario_id: str, login: str) -> None:
        """Arm a scenario. Raises ``KeyError`` (unknown scenario or person), ``AlreadyPlaying``."""
        person = self.people[login]
        with ExitStack() as started:
            play = started.enter_context(self.lab.play(scenario_id, person, step="console"))
            rehearsal = Rehearsal(play, started.pop_all())
        with self._lock:
            self._playing[login] = self._last[login] = rehearsal
        self._tell(login, None)

    def stop(self, login: str) -> None:
        """Disarm what is played for this person, if anything is. Raises ``KeyError`` for an unknown person."""
        with self._lock:
            self._history[login]
            rehearsal = self._playing.pop(login, None)
        if rehearsal is not None:
            rehearsal.end()
            self._tell(login, None)

    def close(self) -> None:
        """Disarm everything."""
        for login in self.people:
            self.stop(login)

    def playing(self, login: str) -> Rehearsal | None:
        """What is armed for this person."""
        with self._lock:
            return self._playing.get(login)

    def last(self, login: str) -> Rehearsal | None:
        """What is armed for this person, or was last."""
        with self._lock:
            return self._last.get(login)

    def since(self, login: str, place: int = -1) -> tuple[Seen, ...]:
        """The kept exchanges of this person after ``place``, oldest first."""
        with self._lock:
            return tuple(one for one in self._history[login] if one.place > place)

    def listen(self, login: str, told: Told) -> None:
        """Tell of everything to come for this person. Raises ``TooMany``."""
        with self._lock:
            if len(self._listeners) >= MOST_LISTENERS:
                raise TooMany(len(self._listeners))
            self._listeners[told] = login

    def leave(self, told: Told) -> None:
        """Tell no more."""
        with self._lock:
            self._listeners.pop(told, None)

    def hear(self, exchange: Exchange) -> None:
        """Take an exchange into the history of whom it concerns: of nobody known, of all for whom a play is on."""
        if exchange.operation not in SHOWN and not exchange.altered and "/oauth/" not in exchange.url:
            return
        for login in (exchange.person,) if exchange.person in self.people else self._concerned(exchange):
            with self._lock:
                rehearsal = self._playing.get(login)
                if rehearsal is not None:
                    rehearsal.hear(exchange)
                self._place += 1
                seen = Seen(self._place, exchange, rehearsal)
                self._history[login].append(seen)
            self._tell(login, seen)

    def _concerned(self, exchange: Exchange) -> tuple[str, ...]:
        with self._lock:
            return () if exchange.person else tuple(self._playing)

    def _tell(self, login: str, seen: Seen | None) -> None:
        with self._lock:
            wanted = [told for told, whom in self._listeners.items() if whom == login]
        for told in wanted:
            told(seen)
