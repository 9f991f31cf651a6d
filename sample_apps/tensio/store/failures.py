"""Failed attempts by address, whether an account has it or not: after a few, everybody waits."""

from __future__ import annotations

import time

from sample_apps.tensio.store.database import Database

WINDOW_SECONDS = 15 * 60


class Failures:
    """The table ``failure``; ``most`` failures in 15 minutes are allowed."""

    def __init__(self, database: Database, most: int) -> None:
        self._database = database
        self._most = most

    def note(self, email: str) -> None:
        """One more failure."""
        self._database.run("INSERT INTO failure VALUES (?, ?)", (email.lower(), time.time()))

    def wait(self, email: str) -> int:
        """Seconds until this address may try again, 0 when it may now."""
        rows = self._database.rows(
            "SELECT at FROM failure WHERE email = ? AND at > ? ORDER BY at DESC LIMIT ?",
            (email.lower(), time.time() - WINDOW_SECONDS, self._most),
        )
        return max(1, round(rows[-1]["at"] + WINDOW_SECONDS - time.time())) if len(rows) == self._most else 0

    def forget(self, email: str) -> None:
        """A whole sign-in ends the count."""
        self._database.run("DELETE FROM failure WHERE email = ?", (email.lower(),))
