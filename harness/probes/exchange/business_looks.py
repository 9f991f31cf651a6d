"""The looks at business calls: what a client does when it is refused, kept waiting, or given something strange."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from conformance.lab.pages import PAGES
from conformance.lab.plays import Play
from criteria.candidate import SpaceClient
from criteria.observation import Look
from criteria.security.scopes import asks_to
from harness.probes.exchange.bench import Bench
from harness.probes.exchange.looks import attended
from harness.probes.exchange.person import PairingPerson
from harness.probes.exchange.waiting import wait_out
from harness.probing import ProbeRoom

CONSENT = (
    "consent_withdrawn",
    "write_withdrawn",
    "service_suspended",
    "refresh_refused",
    "majority_reached",
    "write_not_granted",
    "unpaired",
)
UNPAIRED, NOT_GRANTED = "unpaired", "write_not_granted"
READING_ALONE = {"read": "yes", "decision": "accept"}
WRITES = (
    "write_refused",
    "write_conflict",
    "idpe_mismatch",
    "access_token_expired",
    "throttled",
    "unavailable",
    "token_unavailable",
    "write_lost",
    "answer_lost",
    "answer_cut",
    "partial_failure",
)
WAITING = frozenset(("throttled", "unavailable", "token_unavailable"))
OF_ANY_CALL = frozenset(("access_token_expired", *WAITING))
"""What a client that only reads meets as well."""
ROUND = ("disconnect_space", "connect_space", "enter_measure", "share_measure", "sync_space", "read_measures")
READ = "read_measures"
Act = Callable[[Bench, PairingPerson, str], None]
Again = Callable[[Bench, PairingPerson], None]


def consent(look: Look, room: ProbeRoom) -> None:
    """Refuse in each way that a person or the space may, and see what the client still calls."""
    _bracketed(room, consent_scenarios(room.manifest.candidate().space), _refused)


def consent_scenarios(client: SpaceClient | None) -> tuple[str, ...]:
    """The ends of consent that are played on this client."""
    both = asks_to("write", client) and asks_to("read", client)
    return tuple(name for name in CONSENT if both or name != NOT_GRANTED)


def writes(look: Look, room: ProbeRoom) -> None:
    """Refuse, lose, cut or delay the answer to a measure, and see what becomes of it."""
    writing, played = write_scenarios(room.manifest.candidate().space)
    _bracketed(room, played, _written if writing else _only_read)


def write_scenarios(client: SpaceClient | None) -> tuple[bool, tuple[str, ...]]:
    """Whether this client writes, and what is played on it."""
    writing = asks_to("write", client)
    return writing, WRITES if writing else tuple(name for name in WRITES if name in OF_ANY_CALL)


def reads(look: Look, room: ProbeRoom) -> None:
    """Bring measures that the client must show, and some that it must not."""
    _bracketed(room, tuple(PAGES), _read, _read_again)


def _bracketed(room: ProbeRoom, scenarios: tuple[str, ...], act: Act, again: Again | None = None) -> None:
    """Play each scenario between two right rounds, so that a dead client is not taken for a careful one."""
    with attended(room) as bench:
        person = PairingPerson(room, bench, "a")
        person.label(scenario="right", phase="sign_in", run="0")
        person.sign_in()
        person.label(scenario="right", phase="before", run="0")
        _round(bench, person)
        for number, scenario in enumerate(scenarios, 1):
            person.label(scenario=scenario, phase="fault", run=str(number))
            act(bench, person, scenario)
            person.label(scenario=scenario, phase="after", run=str(number))
            (again or _round)(bench, person)


def _round(bench: Bench, person: PairingPerson) -> None:
    person.ask(*ROUND)


def _read_again(bench: Bench, person: PairingPerson) -> None:
    """A right reading; the whole round, which begins with a new pairing, where the client does not read without one."""
    start = len(bench.lab.journal)
    person.ask(READ)
    if not any(one.operation == "read" and one.answer.status == 200 for one in bench.lab.journal.since(start)):
        _round(bench, person)


def _refused(bench: Bench, person: PairingPerson, scenario: str) -> None:
    person.ask("enter_measure")
    with _played(bench, person, scenario):
        if scenario in (UNPAIRED, NOT_GRANTED):
            person.ask("disconnect_space")
        if scenario == NOT_GRANTED:
            _agree_to_reading(person)
        for journey in ("share_measure", "sync_space", "sync_space", "read_measures"):
            person.ask(journey)


def _written(bench: Bench, person: PairingPerson, scenario: str) -> None:
    """The measure is shared and synchronised under the scenario, then once more when the space is right again."""
    with _played(bench, person, scenario) as play:
        for journey in ("enter_measure", "share_measure", "sync_space"):
            person.ask(journey)
        if scenario == "idpe_mismatch":
            person.ask("read_measures")
        if scenario in WAITING:
            wait_out(bench, play)
    person.ask("sync_space")


def _only_read(bench: Bench, person: PairingPerson, scenario: str) -> None:
    """For a client that writes nothing: the same on its reading."""
    with _played(bench, person, scenario) as play:
        for journey in ("read_measures", "sync_space"):
            person.ask(journey)
        if scenario in WAITING:
            wait_out(bench, play)
    person.ask("read_measures")


def _agree_to_reading(person: PairingPerson) -> None:
    whole, person.agrees = person.agrees, READING_ALONE
    try:
        person.ask("connect_space")
    finally:
        person.agrees = whole


def _read(bench: Bench, person: PairingPerson, scenario: str) -> None:
    with _played(bench, person, scenario):
        person.ask("read_measures")


@contextmanager
def _played(bench: Bench, person: PairingPerson, scenario: str) -> Iterator[Play]:
    with bench.lab.play(scenario, person.at_space, step="fault") as play:
        yield play
