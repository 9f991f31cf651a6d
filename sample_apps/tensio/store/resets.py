"""Forgotten passwords: a code by mail, for ten minutes, for five tries. The second factor stays needed."""

from __future__ import annotations

import secrets
import time

from sample_apps.tensio.store.accounts import digest
from sample_apps.tensio.store.database import Database

LIFE_SECONDS = 10 * 60
MOST_TRIES = 5


class Resets:
    """The table ``reset``: one code for each address."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, email: str) -> str:
        """A fresh code of six digits; an earlier one is worth nothing from now on."""
        code = f"{secrets.randbelow(1_000_000):06d}"
        values = (email.lower(), digest(code + email.lower()), time.time() + LIFE_SECONDS)
        self._database.run("INSERT OR REPLACE INTO reset VALUES (?, ?, ?, 0)", values)
        return code

    def take(self, email: str, code: str) -> bool:
        """Whether the code is right; a right one is used up, a wrong one counts."""
        email = email.lower()
        used = self._database.run(
            "DELETE FROM reset WHERE email = ? AND digest = ? AND expires_at > ? AND tries < ?",
            (email, digest(code + email), time.time(), MOST_TRIES),
        )
        if not used:
            self._database.run("UPDATE reset SET tries = tries + 1 WHERE email = ?", (email,))
        return bool(used)
