"""Pairings with the health space: those asked for and not yet answered, and those that hold."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields

from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.database import Database
from sample_apps.tensio.store.sessions import Session

ANSWER_WITHIN_SECONDS = 600


@dataclass(frozen=True)
class Pending:
    """What the app remembers of one authorization request until its callback."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Pairing:
    """A pairing that holds: the person's name at the space (idPE), under which authority, and the tokens."""

    subject: str
    authority: str
    access_token: str
    refresh_token: str
    id_token: str
    expires_at: float


class Pairings:
    """The tables ``pending_pairing`` and ``pairing``."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def ask(self, session: Session, pending: Pending) -> None:
        """Remembers a request, bound to the browser session that made it."""
        self.database.run("DELETE FROM pending_pairing WHERE asked_at < ?", (time.time() - ANSWER_WITHIN_SECONDS,))
        self.database.run(
            "INSERT INTO pending_pairing VALUES (?, ?, ?, ?, ?)",
            (pending.state, session.digest, pending.nonce, pending.verifier, time.time()),
        )

    def take(self, session: Session, state: str) -> Pending | None:
        """The request of this session and state, once: it is forgotten as it is taken."""
        rows = self.database.rows(
            "DELETE FROM pending_pairing WHERE state = ? AND session = ? AND asked_at > ? RETURNING *",
            (state, session.digest, time.time() - ANSWER_WITHIN_SECONDS),
        )
        return Pending(rows[0]["state"], rows[0]["nonce"], rows[0]["verifier"]) if rows else None

    def keep(self, account: Account, pairing: Pairing) -> None:
        """Keeps a pairing in place of any earlier one."""
        values = [getattr(pairing, item.name) for item in fields(Pairing)]
        self.database.run("INSERT OR REPLACE INTO pairing VALUES (?, ?, ?, ?, ?, ?, ?)", (account.id, *values))

    def of(self, account: Account) -> Pairing | None:
        """The pairing of an account, or ``None``."""
        row = self.database.row("SELECT * FROM pairing WHERE account = ?", (account.id,))
        return Pairing(**{item.name: row[item.name] for item in fields(Pairing)}) if row else None

    def forget(self, account: Account) -> None:
        """Forgets the pairing and its tokens."""
        self.database.run("DELETE FROM pairing WHERE account = ?", (account.id,))
