"""The looks at business calls: what a client does when it is refused, kept waiting, or given something strange."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from conformance.lab.outcomes import RETRY_AFTER
from conformance.lab.pages import PAGES
from conformance.lab.plays import Play
from criteria.observation import Look
from harness.probes.exchange.bench import Bench
from harness.probes.exchange.looks import attended
from harness.probes.exchange.person import PairingPerson
from harness.probing import ProbeRoom

CONSENT = ("consent_withdrawn", "write_withdrawn", "service_suspended", "refresh_refused", "unpaired")
UNPAIRED = "unpaired"
WRITES = (
    "write_refused",
    "write_conflict",
    "idpe_mismatch",
    "access_token_expired",
    "throttled",
    "unavailable",
    "answer_lost",
    "answer_cut",
    "partial_failure",
)
WAITING = frozenset(("throttled", "unavailable"))
SPARE = 0.1
"""Seconds beyond ``Retry-After``, so that a client whose clock runs a little behind is not called impatient."""
ROUND = ("disconnect_space", "connect_space", "enter_measure", "share_measure", "sync_space", "read_measures")
Act = Callable[[Bench, PairingPerson, str], None]


def consent(look: Look, room: ProbeRoom) -> None:
    """Refuse in each way that a person or the space may, and see what the client still calls."""
    _bracketed(room, CONSENT, _refused)


def writes(look: Look, room: ProbeRoom) -> None:
    """Refuse, lose, cut or delay the answer to a measure, and see what becomes of it."""
    _bracketed(room, WRITES, _written)


def reads(look: Look, room: ProbeRoom) -> None:
    """Bring measures that the client must show, and some that it must not."""
    _bracketed(room, tuple(PAGES), _read)


def _bracketed(room: ProbeRoom, scenarios: tuple[str, ...], act: Act) -> None:
    """Play each scenario between two right rounds, so that a dead client is not taken for a careful one."""
    with attended(room) as bench:
        person = PairingPerson(room, bench, "a")
        person.label(scenario="right", phase="sign_in", run="0")
        person.sign_in()
        person.label(scenario="right", phase="before", run="0")
        _round(person)
        for number, scenario in enumerate(scenarios, 1):
            person.label(scenario=scenario, phase="fault", run=str(number))
            act(bench, person, scenario)
            person.label(scenario=scenario, phase="after", run=str(number))
            _round(person)


def _round(person: PairingPerson) -> None:
    for journey in ROUND:
        person.ask(journey)


def _refused(bench: Bench, person: PairingPerson, scenario: str) -> None:
    person.ask("enter_measure")
    with _played(bench, person, scenario):
        if scenario == UNPAIRED:
            person.ask("disconnect_space")
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
            _wait_out(bench, play)
    person.ask("sync_space")


def _wait_out(bench: Bench, play: Play) -> None:
    """Until the client may call again: what it calls before that is written down meanwhile."""
    while play.applied.is_set() and (left := RETRY_AFTER + SPARE - play.seconds) > 0:
        bench.lab.journal.wait(lambda one: False, left)


def _read(bench: Bench, person: PairingPerson, scenario: str) -> None:
    with _played(bench, person, scenario):
        person.ask("read_measures")


@contextmanager
def _played(bench: Bench, person: PairingPerson, scenario: str) -> Iterator[Play]:
    with bench.lab.play(scenario, person.at_space, step="fault") as play:
        yield play
