"""Accounts: an address, a hashed password, a second factor, and when the person consented to the use of health data."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass

from sample_apps.tensio.clock import now_text
from sample_apps.tensio.identity import IdentityPolicy
from sample_apps.tensio.store.database import Database
from sample_apps.tensio.store.one_time_codes import step_of
from sample_apps.tensio.store.passwords import hashed, matches


@dataclass(frozen=True)
class Account:
    """A person of the app."""

    id: int
    email: str


class Accounts:
    """The table ``account``. ``policy`` says what of a password counts, and whether a code is taken once only."""

    def __init__(self, database: Database, policy: IdentityPolicy) -> None:
        self._database = database
        self._policy = policy
        self._nobody = hashed("nobody")

    def create(self, email: str, password: str) -> Account | None:
        """A new account, or ``None`` when the address is taken."""
        try:
            self._database.run(
                "INSERT INTO account (email, password, consented_at) VALUES (?, ?, ?)",
                (email.lower(), hashed(self._policy.compared(password)), now_text()),
            )
        except sqlite3.IntegrityError:
            return None
        return self.find(email)

    def sign_in(self, email: str, password: str) -> Account | None:
        """The account, or ``None``. An unknown address costs the same hash as a known one."""
        row = self._database.row("SELECT password FROM account WHERE email = ?", (email.lower(),))
        if not matches(self._policy.compared(password), row["password"] if row else self._nobody) or row is None:
            return None
        return self.find(email)

    def set_password(self, account: Account, password: str) -> None:
        """Replaces the password; every session of the account ends."""
        kept = hashed(self._policy.compared(password))
        self._database.run("UPDATE account SET password = ? WHERE id = ?", (kept, account.id))
        self._database.run("DELETE FROM session WHERE account = ?", (account.id,))

    def set_factor(self, account: Account, seed: str) -> None:
        """Keeps the seed of the person's authenticator."""
        self._database.run("UPDATE account SET totp_seed = ?, totp_step = 0 WHERE id = ?", (seed, account.id))

    def factor(self, account: Account) -> str:
        """The seed, ``""`` without one."""
        row = self._database.row("SELECT totp_seed FROM account WHERE id = ?", (account.id,))
        return str(row["totp_seed"]) if row else ""

    def takes_code(self, account: Account, code: str) -> bool:
        """Whether a code of the authenticator is right and newer than the last one taken (RFC 6238 section 5.2)."""
        step = step_of(self.factor(account), code)
        if not self._policy.checks_code:
            return True
        if step is None:
            return False
        return not self._policy.codes_once or bool(self._database.run(
            "UPDATE account SET totp_step = ? WHERE id = ? AND totp_step < ?", (step, account.id, step)
        ))

    def find(self, email: str) -> Account | None:
        """The account of this address, or ``None``."""
        row = self._database.row("SELECT id, email FROM account WHERE email = ?", (email.lower(),))
        return Account(row["id"], row["email"]) if row else None


def digest(secret: str) -> str:
    """What is kept of a random name that the browser holds."""
    return hashlib.sha256(secret.encode()).hexdigest()
