"""Documents that people keep beside their diary: a prescription, a letter."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sample_apps.tensio.clock import now_text
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.database import Database

TABLE = """
CREATE TABLE IF NOT EXISTS document (
  id TEXT PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  added_at TEXT NOT NULL,
  content BLOB NOT NULL
)
"""
COLUMNS = "id, account, title, name, type, added_at, length(content) AS size"


@dataclass(frozen=True)
class Document:
    """One document without its content; ``account`` is its owner's id, ``size`` its length in bytes."""

    id: str
    account: int
    title: str
    name: str
    type: str
    added_at: str
    size: int


class Documents:
    """The table ``document``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.run(TABLE)

    def add(self, account: Account, title: str, name: str, kind: str, content: bytes) -> Document:
        """Keeps a new document."""
        made = str(uuid.uuid4())
        self._database.run(
            "INSERT INTO document (id, account, title, name, type, added_at, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (made, account.id, title, name, kind, now_text(), content),
        )
        return Document(made, account.id, title, name, kind, now_text(), len(content))

    def of(self, account: Account, words: str = "") -> list[Document]:
        """The documents of this account whose title holds ``words``, the newest first."""
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM document WHERE account = ? AND instr(lower(title), lower(?))"
            " ORDER BY added_at DESC, rowid DESC LIMIT 50",
            (account.id, words),
        )
        return [Document(**dict(row)) for row in rows]

    def searched_by(self, account: Account, condition: str) -> list[Document]:
        """The documents of this account under an SQL condition that the caller writes."""
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM document WHERE account = ? AND ({condition}\n) ORDER BY added_at DESC LIMIT 50",
            (account.id,),
        )
        return [Document(**dict(row)) for row in rows]

    def find(self, document_id: str) -> Document | None:
        """One document, whoever's it is; the caller asks whose."""
        row = self._database.row(f"SELECT {COLUMNS} FROM document WHERE id = ?", (document_id,))
        return Document(**dict(row)) if row else None

    def content(self, document: Document) -> bytes:
        """Its bytes."""
        row = self._database.row("SELECT content FROM document WHERE id = ?", (document.id,))
        return bytes(row["content"]) if row else b""

    def rename(self, document: Document, title: str) -> None:
        """Gives it another title."""
        self._database.run("UPDATE document SET title = ? WHERE id = ?", (title, document.id))

    def remove(self, document: Document) -> None:
        """Erases it."""
        self._database.run("DELETE FROM document WHERE id = ?", (document.id,))
