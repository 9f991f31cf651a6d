"""Consent, withdrawal and deletion, as they are kept."""

from __future__ import annotations

from sample_apps.tensio.clock import now_text
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.database import Database


class Rights:
    """The column ``consented_at`` (empty: withdrawn), and the end of an account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def consented_at(self, account: Account) -> str:
        """When the person agreed to the use of health data, ``""`` since they withdrew it."""
        row = self._database.row("SELECT consented_at FROM account WHERE id = ?", (account.id,))
        return str(row["consented_at"]) if row else ""

    def agree(self, account: Account) -> None:
        """The person agrees anew."""
        self._database.run("UPDATE account SET consented_at = ? WHERE id = ?", (now_text(), account.id))

    def withdraw(self, account: Account) -> None:
        """Nothing is kept any more without consent, so what was kept goes too."""
        self._database.run("UPDATE account SET consented_at = '' WHERE id = ?", (account.id,))
        self.empty(account)

    def empty(self, account: Account) -> None:
        """Erases the health data, not the account."""
        for table in ("measure", "document"):
            self._database.run(f"DELETE FROM {table} WHERE account = ?", (account.id,))

    def erase(self, account: Account) -> None:
        """Erases the account, and with it sessions, measures, documents and the pairing."""
        self._database.run("DELETE FROM account WHERE id = ?", (account.id,))

    def correct(self, account: Account, measure: str, systolic: int, diastolic: int, note: str) -> None:
        """Other values for one measure of this account."""
        self._database.run(
            "UPDATE measure SET systolic = ?, diastolic = ?, note = ? WHERE account = ? AND id = ?",
            (systolic, diastolic, note, account.id, measure),
        )
