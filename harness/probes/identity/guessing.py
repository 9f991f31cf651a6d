"""The look at guessing: failures in a row on a disposable account, and what known and unknown addresses are told."""

from __future__ import annotations

import re
import secrets

from criteria.facts.identity import DELAY, PAIR
from criteria.observation import Look
from harness.net import Answer
from harness.probes.identity.trying import RESET, first_factor, give_password, sitting_of, tell
from harness.probes.person.one import Person, strong_password
from harness.probes.person.people import fresh
from harness.probes.person.sitting import Sitting
from harness.probing import ProbeRoom

ATTEMPTS = 20
SLOW_MS = 1000
_CHALLENGE = re.compile(rb"captcha|recaptcha|turnstile|altcha|anti-?robot", re.IGNORECASE)


def run(look: Look, room: ProbeRoom) -> None:
    """Trials ``right_first`` (the account opens), ``wrong`` (numbered) and ``right`` after them; exchanges tagged
    ``pair`` for the comparisons."""
    known = fresh(room)
    sitting_of(room, known).must("sign_up")
    unknown = Person(room, "unknown", f"inconnu-{secrets.token_hex(4)}@{known.login.rpartition('@')[2]}", "", {})
    _reset_pair(room, known, unknown)
    walked, millis = give_password(sitting_of(room, known, ":first"), experiment="right_first")
    tell(room, walked, experiment="right_first", millis=millis)
    wrong = strong_password()
    slowed = _attempt(room, known, wrong, 1)
    _attempt(room, unknown, wrong, 1)
    for number in range(2, ATTEMPTS + 1):
        if set(slowed) - {DELAY}:
            break
        slowed = _attempt(room, known, wrong, number)
    walked, millis = give_password(sitting_of(room, known, ":right"), experiment="right")
    tell(room, walked, experiment="right", millis=millis, slowed=_held_back(walked.last, millis))


def _attempt(room: ProbeRoom, person: Person, password: str, number: int) -> tuple[str, ...]:
    """One wrong password; how it was held back, if it was. The first of both addresses is compared."""
    sitting = sitting_of(room, person, ":wrong")
    tags = {"experiment": "wrong", "number": str(number)}
    pair = {PAIR: "sign_in", "subject": _subject(person), "login": person.login} if number == 1 else {}
    with person.saying({"account.password": lambda right: password}):
        walked, millis = give_password(sitting, **tags, **pair)
    slowed = _held_back(walked.last, millis)
    if _subject(person) == "known":
        tell(room, walked, experiment="wrong", number=number, millis=millis, slowed=slowed)
    return slowed


def _held_back(answer: Answer | None, millis: int) -> tuple[str, ...]:
    if answer is None:
        return ()
    signs = {
        "status": answer.status in (423, 429, 503),
        "retry_after": bool(answer.values("retry-after")),
        "challenge": _CHALLENGE.search(answer.body) is not None,
        DELAY: millis >= SLOW_MS,
    }
    return tuple(sign for sign, there in signs.items() if there)


def _reset_pair(room: ProbeRoom, known: Person, unknown: Person) -> None:
    steps = first_factor(room.journeys.get(RESET, ()))
    if not steps:
        tell(room, experiment="reset_pair", outcome="undeclared")
        return
    for person in (known, unknown):
        sitting: Sitting = sitting_of(room, person, ":reset")
        tags = {PAIR: "reset", "subject": _subject(person), "login": person.login}
        walked = sitting.walk(RESET, steps, experiment="reset_pair", **tags)
        tell(room, walked, experiment="reset_pair", steps=len(steps), kind=_subject(person))


def _subject(person: Person) -> str:
    return "unknown" if person.name == "unknown" else "known"
