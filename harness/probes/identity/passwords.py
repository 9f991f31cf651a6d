"""The look at passwords: which ones a sign-up takes, and whether the whole of one counts when it is given again."""

from __future__ import annotations

import json
import secrets
import string
from collections.abc import Iterator

import msgspec

from criteria.facts.common_passwords import common_passwords
from criteria.observation import Look
from harness.errors import LookFailed
from harness.probes.identity.trying import SIGN_UP, give_password, sitting_of, tell
from harness.probes.person.one import Person, strong_password
from harness.probes.person.people import fresh
from harness.probing import ProbeRoom

PHRASE = 64
SHORT = 7
BETWEEN = 8


class Item(msgspec.Struct, frozen=True):
    """One password: ``strong``, ``phrase``, ``common``, ``short``, ``derived`` or ``between``."""

    kind: str
    password: str


def run(look: Look, room: ProbeRoom) -> None:
    """Trials ``sign_up`` for each item (a sound one first and last); then ``whole``, ``wrong``, ``cut``, ``case``.

    Trial ``no_password`` alone where journeys are declared and none gives a password.
    """
    if room.journeys and not _gives_password(room):
        tell(room, experiment="no_password", outcome="undeclared")
        return
    _signed_up(room, Item("strong", strong_password()))
    phrase = _signed_up(room, Item("phrase", phrase_of(PHRASE)))
    for item in _weak():
        _signed_up(room, item)
    for part in ("login", "name"):
        _signed_up(room, Item("derived", ""), part)
    _signed_up(room, Item("strong", strong_password()))
    _given_again(room, phrase)


def _gives_password(room: ProbeRoom) -> bool:
    steps = [step for journey in room.journeys.values() for step in journey]
    written = json.dumps([[step.form, step.json, step.headers] for step in steps])
    return any(name in written for name in ("${account.password}", "${account.new_password}"))


def _weak() -> Iterator[Item]:
    yield from (Item("common", one) for one in common_passwords().sample())
    letters = string.ascii_letters + string.digits
    yield Item("short", "".join(secrets.choice(letters) for _ in range(SHORT - 2)) + "7!")
    yield Item("between", "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(BETWEEN)))


def phrase_of(length: int) -> str:
    """Random syllables and spaces, as long as asked, with every kind of character that a form may ask for."""
    text = "Phrase 7! "
    while len(text) < length:
        text += secrets.choice("bdfglmnprst") + secrets.choice("aeiou") + secrets.choice(("", "", " "))
    return text[: length - 1].rstrip() + "z" * (length - len(text[: length - 1].rstrip()))


def _signed_up(room: ProbeRoom, item: Item, derived: str = "") -> Person:
    """One sign-up; it counts as accepted when the password then opens the sign-in as well."""
    person = fresh(room)
    local = person.login.partition("@")[0]
    person.password = {"login": person.login, "name": f"{local}-{local}"}.get(derived, item.password)
    if item.kind not in ("common", "derived"):
        room.redactor.add(person.password, "password")
    tags = {"experiment": SIGN_UP, "kind": item.kind}
    walked = sitting_of(room, person).walk(SIGN_UP, None, **tags)
    if walked.outcome == "accepted":
        walked = give_password(sitting_of(room, person, ":in"), **tags)[0]
    shown = str(1 + common_passwords().passwords.index(item.password)) if item.kind == "common" else derived
    tell(room, walked, experiment=SIGN_UP, kind=item.kind, item=shown)
    if item.kind == "strong" and walked.outcome == "no_answer":
        raise LookFailed("gap.unreachable", host=room.base_url, detail=walked.detail)
    return person


def _given_again(room: ProbeRoom, person: Person) -> None:
    right = person.password
    changed = {"whole": right, "wrong": strong_password(), "cut": right[:-1], "case": right.swapcase()}
    for experiment, password in changed.items():
        room.redactor.add(password, "password")
        with person.saying({"account.password": lambda _right, said=password: said}):  # type: ignore[misc]
            walked, _ = give_password(sitting_of(room, person, f":{experiment}"), experiment=experiment)
        tell(room, walked, experiment=experiment)
