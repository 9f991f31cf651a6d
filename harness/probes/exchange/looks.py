"""The two looks of the probe: right pairings, and callbacks that a right client must reject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from criteria.observation import Look
from harness.errors import LookFailed
from harness.probes.exchange.bench import Bench, running_bench
from harness.probes.exchange.person import PairingPerson
from harness.probing import ProbeRoom

PAIRINGS = 5
"""Right pairings that SEC-19 asks for at least."""
BY_THE_SPACE = ("state_wrong", "state_absent", "iss_wrong", "iss_absent", "nonce_wrong", "error_response")
PAIR = "connect_space"
REPLAYED = "callback_replayed"
ANOTHER = "callback_of_another_session"


def pairing(look: Look, room: ProbeRoom) -> None:
    """Pair several times in a row, each time from the beginning, and use the pairing once."""
    with attended(room) as bench:
        person = PairingPerson(room, bench, "a")
        person.label(scenario="right", phase="sign_in", run="0")
        person.sign_in()
        for number in range(1, PAIRINGS + 1):
            person.label(scenario="right", phase="right", run=str(number))
            right(person)


def callback(look: Look, room: ProbeRoom) -> None:
    """Play each hostile callback between two right pairings, so that a dead client is not taken for a careful one.

    Raises ``LookFailed`` where pairing is guided: the callback then passes where nobody can see it or hold it back.
    """
    if PAIR in room.manifest.guided:
        raise LookFailed("exchange.guided_callback")
    with attended(room) as bench:
        person = PairingPerson(room, bench, "a")
        person.label(scenario="right", phase="sign_in", run="0")
        person.sign_in()
        person.label(scenario="right", phase="before", run="0")
        right(person)
        for number, (scenario, act) in enumerate(_acts(room, bench, person).items(), 1):
            person.label(scenario=scenario, phase="fault", run=str(number))
            person.disconnect()
            act()
            person.share()
            person.label(scenario=scenario, phase="after", run=str(number))
            right(person)


def right(person: PairingPerson) -> None:
    """Pair from the beginning, and use the pairing once."""
    person.renew()


def _acts(room: ProbeRoom, bench: Bench, person: PairingPerson) -> dict[str, Callable[[], None]]:
    """What is played under each scenario's name."""
    acts: dict[str, Callable[[], None]] = {name: altered(bench, person, name) for name in BY_THE_SPACE}
    acts[REPLAYED] = lambda: _replayed(bench, person)
    if "b" in room.manifest.accounts:
        acts[ANOTHER] = lambda: _of_another(room, bench, person)
    return acts


def altered(bench: Bench, person: PairingPerson, scenario: str) -> Callable[[], None]:
    """A pairing under a scenario that the space plays."""

    def act() -> None:
        with bench.lab.play(scenario, person.at_space, step="fault"):
            person.pair(must=False)

    return act


def _replayed(bench: Bench, person: PairingPerson) -> None:
    address = person.begin()
    person.deliver(address)
    person.deliver(address)


def _of_another(room: ProbeRoom, bench: Bench, person: PairingPerson) -> None:
    """Another person's whole callback (their code, their state) arrives in this person's browser."""
    other = PairingPerson(room, bench, "b")
    other.walker.tags = {**person.walker.tags, "actor": "other"}
    other.sign_in()
    person.begin()
    person.deliver(other.begin())


@contextmanager
def attended(room: ProbeRoom) -> Iterator[Bench]:
    """A bench that records for this room while the block lasts."""
    with running_bench(room) as bench:
        bench.attend(room)
        yield bench
