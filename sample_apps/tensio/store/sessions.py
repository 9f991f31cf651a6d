"""Sessions live on the server; the browser holds a random name, of which only the digest is kept here."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from sample_apps.tensio.identity import IdentityPolicy
from sample_apps.tensio.store.accounts import Account, digest
from sample_apps.tensio.store.database import Database


@dataclass(frozen=True)
class Session:
    """An open session: its digest and whose it is."""

    digest: str
    account: Account


class Sessions:
    """The table ``session``."""

    def __init__(self, database: Database, policy: IdentityPolicy) -> None:
        self._database = database
        self._policy = policy

    def open(self, account: Account, name: str = "") -> str:
        """Opens a session under a fresh name of 32 random bytes (or ``name``) and returns that name."""
        name = name or secrets.token_urlsafe(32)
        moment = time.time()
        values = (digest(name), account.id, moment, moment)
        self._database.run("INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?)", values)
        return name

    def find(self, name: str, ahead: int = 0) -> Session | None:
        """The session, if it is open, was used in the last 30 minutes and is younger than 12 hours.

        ``ahead`` is what the clock of a test runs ahead, in seconds.
        """
        moment = time.time() + ahead
        rows = self._database.rows(
            "UPDATE session SET seen_at = ? WHERE digest = ? AND seen_at > ? AND opened_at > ? RETURNING account",
            (moment, digest(name), moment - self._policy.idle, moment - self._policy.longest),
        )
        if not rows:
            return None
        row = self._database.row("SELECT id, email FROM account WHERE id = ?", (rows[0]["account"],))
        return Session(digest(name), Account(row["id"], row["email"])) if row else None

    def close(self, session: Session) -> None:
        """Ends the session on the server; its name is worth nothing from now on."""
        self._database.run("DELETE FROM session WHERE digest = ?", (session.digest,))

