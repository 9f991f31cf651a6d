"""Messages and rights requests that people send without an account."""

from __future__ import annotations

import secrets

from sample_apps.tensio.clock import now, now_text
from sample_apps.tensio.store.database import Database


class Messages:
    """The table ``message``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, kind: str, category: str, email: str, body: str) -> str:
        """Keeps a message and returns the reference that its sender is given."""
        reference = f"{kind[:1].upper()}-{now():%Y%m%d}-{secrets.token_hex(3).upper()}"
        self._database.run(
            "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?)", (reference, kind, category, email, body, now_text())
        )
        return reference
