"""Who the people of an audit are: the two seeded accounts, and disposable ones that sign up for one experiment."""

from __future__ import annotations

import secrets

from criteria.fresh_person import FRESH_KIND, FreshPerson
from harness.probes.person.one import Person, strong_password
from harness.probing import ProbeRoom


def seeded(room: ProbeRoom, name: str) -> Person:
    """The declared account ``a`` or ``b``, one and the same person for all looks of an audit.

    Raises ``LookFailed`` when the manifest lacks the account or its secret.
    """
    place = f"person:{name}"
    if place not in room.around.kept:
        account = room.account(name)
        seed = room.totp_seed(name)
        room.around.kept[place] = Person(
            room, name, account.login, room.password(name), dict(account.canaries), seed
        )
    person: Person = room.around.kept[place]
    return person


def nobody(room: ProbeRoom) -> Person:
    """A visitor without an account."""
    return Person(room, "nobody", "", "", {})


def fresh(room: ProbeRoom) -> Person:
    """Somebody who has no account yet; ``sign_up`` opens one. Recorded as ``person.fresh``, with the canaries."""
    number = 1 + sum(name.startswith("person:fresh") for name in room.around.kept)
    name, mark = f"fresh{number}", secrets.token_hex(4)
    known = room.manifest.accounts.get("a")
    canaries = {canary: f"canari-{canary.replace('_', '-')}-{mark}" for canary in (known.canaries if known else {})}
    login = f"nouveau-{mark}@{known.login.rpartition('@')[2] if known else 'exemple.example'}"
    person = Person(room, name, login, strong_password(), canaries)
    room.around.kept[f"person:{name}"] = person
    if room.around.mailbox:
        room.around.mailbox.expect(login)
    room.observe(kind=FRESH_KIND, data=FreshPerson(name=name, login=login, canaries=canaries))
    return person


__all__ = ["Person", "fresh", "nobody", "seeded"]
