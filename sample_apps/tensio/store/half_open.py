"""Sign-ins that have their password and still need their second factor; the browser holds a random name of each."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from sample_apps.tensio.store.accounts import Account, digest
from sample_apps.tensio.store.database import Database
from sample_apps.tensio.store.one_time_codes import new_seed

LIFE_SECONDS = 10 * 60
MOST_TRIES = 5


@dataclass(frozen=True)
class Half:
    """Whose sign-in it is, where it leads, and the seed that it proposes to an account without one."""

    digest: str
    account: Account
    seed: str
    target: str


class HalfOpen:
    """The table ``half_open``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, account: Account, target: str) -> str:
        """Opens one under a fresh name and returns that name."""
        name = secrets.token_urlsafe(32)
        values = (digest(name), account.id, new_seed(), target, time.time(), 0)
        self._database.run("INSERT INTO half_open VALUES (?, ?, ?, ?, ?, ?)", values)
        return name

    def find(self, name: str) -> Half | None:
        """The sign-in, while it is young and was not tried too often."""
        row = self._database.row(
            "SELECT h.*, a.email FROM half_open h JOIN account a ON a.id = h.account"
            " WHERE digest = ? AND opened_at > ? AND tries < ?",
            (digest(name), time.time() - LIFE_SECONDS, MOST_TRIES),
        )
        return Half(row["digest"], Account(row["account"], row["email"]), row["seed"], row["target"]) if row else None

    def tried(self, half: Half) -> None:
        """One more code was wrong."""
        self._database.run("UPDATE half_open SET tries = tries + 1 WHERE digest = ?", (half.digest,))

    def close(self, half: Half) -> None:
        """It is complete."""
        self._database.run("DELETE FROM half_open WHERE digest = ?", (half.digest,))
