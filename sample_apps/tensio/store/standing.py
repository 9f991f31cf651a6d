"""What the space has asked the app not to do: the purposes that are stopped, and the moment to wait for."""

from __future__ import annotations

import time

from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.database import Database

WRITE, READ = "write", "read"


class Standing:
    """The tables ``stopped`` (by account and purpose, until paired again) and ``pause`` (for the space as a whole)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stop(self, account: Account, purpose: str, reason: str) -> None:
        """No more calls for this purpose."""
        self._database.run("INSERT OR REPLACE INTO stopped VALUES (?, ?, ?)", (account.id, purpose, reason))

    def stopped(self, account: Account) -> dict[str, str]:
        """The purposes that are stopped, and why."""
        rows = self._database.rows("SELECT purpose, reason FROM stopped WHERE account = ?", (account.id,))
        return {row["purpose"]: row["reason"] for row in rows}

    def resume(self, account: Account) -> None:
        """The person has paired anew."""
        self._database.run("DELETE FROM stopped WHERE account = ?", (account.id,))

    def wait(self, seconds: float) -> None:
        """No call to the space before so many seconds have passed; an earlier, longer wish stands."""
        self._database.run(
            "INSERT INTO pause VALUES (1, ?) ON CONFLICT DO UPDATE SET until = MAX(until, excluded.until)",
            (time.time() + seconds,),
        )

    def until(self) -> float:
        """The POSIX time to wait for; 0 when there is nothing to wait for."""
        row = self._database.row("SELECT until FROM pause WHERE until > ?", (time.time(),))
        return float(row["until"]) if row else 0.0
