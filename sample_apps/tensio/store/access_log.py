"""Who did what, when, and how it ended: JSON lines, identifiers alone, never contents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

Entry = dict[str, str]
FILE = "access.jsonl"
ACTS = {
    ("GET", "/journal"): "record.read",
    ("GET", "/compte/export.json"): "record.export",
    ("GET", "/compte/export.csv"): "record.export",
    ("POST", "/mesures"): "measure.add",
    ("POST", "/journal/modifier"): "measure.change",
    ("POST", "/compte/suppression"): "account.delete",
    ("POST", "/compte/accord"): "consent.change",
}
"""What each address of a signed-in person is called in the log."""


def in_utc() -> str:
    """The time, RFC 3339 with Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class LogPolicy:
    """``keeps`` decides which entries are written, ``adds`` what else they hold, ``clock`` how the time is written."""

    keeps: Callable[[Entry], bool] = lambda _entry: True
    adds: Callable[[dict[str, str]], Entry] = lambda _fields: {}
    clock: Callable[[], str] = in_utc


class AccessLog:
    """The file of one process; lines are written whole."""

    def __init__(self, folder: Path, policy: LogPolicy) -> None:
        self._path = folder / FILE
        self._policy = policy
        self._lock = Lock()

    def write(
        self, event: str, actor: str, about: str, outcome: str, fields: dict[str, str] | None = None
    ) -> None:
        """One entry. ``actor`` and ``about`` are identifiers; ``fields`` are what the person sent (never written)."""
        entry = {"time": self._policy.clock(), "event": event, "actor": actor, "object": about, "outcome": outcome}
        if not self._policy.keeps(entry):
            return
        line = json.dumps({**entry, **self._policy.adds(fields or {})}, ensure_ascii=False)
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def act(self, method: str, path: str, account: int, status: int, fields: dict[str, str]) -> None:
        """What a signed-in person did, where the log has a name for it."""
        event = ACTS.get((method, path))
        if event:
            self.write(event, f"account-{account}", path, "success" if status < 400 else "failure", fields)


def stranger(email: str) -> str:
    """An identifier for somebody who is not signed in: equal for the same address, and not the address."""
    return f"address-{hashlib.sha256(email.lower().encode()).hexdigest()[:16]}"
