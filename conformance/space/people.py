"""Synthetic people: as many as a run needs, each with a login and a password of its own."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

import msgspec
import yaml

from conformance.space.store import Store
from conformance.space.tables_pairing import PersonRow

# Memory-hard enough to be the right habit, small enough for a test bench (RFC 7914).
_COST = {"n": 2**12, "r": 8, "p": 1}
_BORN = date(1980, 1, 1)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A synthetic person and how they sign in. ``activated`` is whether their space was open when they came."""

    login: str
    password: str
    given_name: str
    family_name: str
    birth_date: date
    activated: bool


class People:
    """The people of a space, in the order in which they came."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._people: list[Person] = []
        self._names = yaml.safe_load(files(__package__).joinpath("names.yaml").read_text(encoding="utf-8"))

    def __iter__(self) -> Iterator[Person]:
        return iter(tuple(self._people))

    def __len__(self) -> int:
        return len(self._people)

    def add(self, *, birth_date: date = _BORN, activated: bool = True) -> Person:
        """Make one more person, with an empty record, and return how they sign in.

        A person who is not ``activated`` opens their space on its pages first.
        """
        with self._store.begin() as session:
            number = len(self._people)
            given = self._names["given_names"][number % len(self._names["given_names"])]
            person = Person(
                login=f"personne-{number + 1}-{secrets.token_hex(3)}",
                password=secrets.token_urlsafe(12),
                given_name=given,
                family_name=f"{self._names['family_name']} {number + 1}",
                birth_date=birth_date,
                activated=activated,
            )
            session.add(
                PersonRow(
                    login=person.login,
                    given_name=person.given_name,
                    family_name=person.family_name,
                    password=_hashed(person.password, secrets.token_bytes(16)),
                    birth_date=birth_date.isoformat(),
                    activated=self._store.now() if activated else None,
                )
            )
            self._people.append(person)
        return person

    def activate(self, login: str) -> None:
        """Open a person's space."""
        with self._store.begin() as session:
            session.get_one(PersonRow, login).activated = self._store.now()

    def check(self, login: str, password: str) -> bool:
        """Tell whether this login has this password."""
        with self._store.look() as session:
            row = session.get(PersonRow, login)
        kept = row.password if row else _hashed("", bytes(16))
        right = hmac.compare_digest(kept, _hashed(password, bytes.fromhex(kept.partition("$")[0])))
        return right and row is not None


def _hashed(password: str, salt: bytes) -> str:
    return f"{salt.hex()}${hashlib.scrypt(password.encode(), salt=salt, **_COST).hex()}"
