"""Accounts: an e-mail address, a hashed password, and when the person consented to the use of health data."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sample_apps.tensio.clock import now_text
from sample_apps.tensio.store.database import Database
from sample_apps.tensio.store.passwords import hashed, matches


@dataclass(frozen=True)
class Account:
    """A person of the app."""

    id: int
    email: str


class Accounts:
    """The table ``account``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._nobody = hashed("nobody")

    def create(self, email: str, password: str) -> Account | None:
        """A new account, or ``None`` when the address is taken."""
        try:
            self._database.run(
                "INSERT INTO account (email, password, consented_at) VALUES (?, ?, ?)",
                (email.lower(), hashed(password), now_text()),
            )
        except sqlite3.IntegrityError:
            return None
        return self._find(email)

    def sign_in(self, email: str, password: str) -> Account | None:
        """The account, or ``None``. An unknown address costs the same hash as a known one."""
        row = self._database.row("SELECT password FROM account WHERE email = ?", (email.lower(),))
        if not matches(password, row["password"] if row else self._nobody) or row is None:
            return None
        return self._find(email)

    def of(self, email: str) -> Account | None:
        """The account of this address, or ``None``."""
        return self._find(email)

    def _find(self, email: str) -> Account | None:
        row = self._database.row("SELECT id, email FROM account WHERE email = ?", (email.lower(),))
        return Account(row["id"], row["email"]) if row else None
