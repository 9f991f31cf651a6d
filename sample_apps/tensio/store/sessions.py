"""Sessions live on the server; the browser holds a random name, of which only the digest is kept here."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass

from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.database import Database

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 12 * 3600


@dataclass(frozen=True)
class Session:
    """An open session: its digest and whose it is."""

    digest: str
    account: Account


class Sessions:
    """The table ``session``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, account: Account) -> str:
        """Opens a session under a fresh name of 32 random bytes and returns that name."""
        name = secrets.token_urlsafe(32)
        moment = time.time()
        self._database.run("INSERT INTO session VALUES (?, ?, ?, ?)", (_digest(name), account.id, moment, moment))
        return name

    def find(self, name: str) -> Session | None:
        """The session, if it is open, was used in the last 30 minutes and is younger than 12 hours."""
        moment = time.time()
        rows = self._database.rows(
            "UPDATE session SET seen_at = ? WHERE digest = ? AND seen_at > ? AND opened_at > ? RETURNING account",
            (moment, _digest(name), moment - IDLE_SECONDS, moment - LONGEST_SECONDS),
        )
        if not rows:
            return None
        row = self._database.row("SELECT id, email FROM account WHERE id = ?", (rows[0]["account"],))
        return Session(_digest(name), Account(row["id"], row["email"])) if row else None

    def close(self, session: Session) -> None:
        """Ends the session on the server; its name is worth nothing from now on."""
        self._database.run("DELETE FROM session WHERE digest = ?", (session.digest,))


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
