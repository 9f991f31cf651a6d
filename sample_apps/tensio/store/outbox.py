"""Measures on their way to the space: those that wait, and those that it refused."""

from __future__ import annotations

from dataclasses import dataclass

from sample_apps.tensio.clock import now_text
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.database import Database
from sample_apps.tensio.store.measures import Measure, Measures

WAITING, REFUSED = "waiting", "refused"


@dataclass(frozen=True)
class Parcel:
    """A measure in the outbox: its state, why (a key of the templates), and since when (RFC 3339)."""

    measure: Measure
    state: str
    reason: str
    since: str


class Outbox:
    """The table ``outbox``; what the space has taken leaves it, and is noted at the measure itself."""

    def __init__(self, database: Database, measures: Measures) -> None:
        self._database = database
        self._measures = measures

    def put(self, account: Account, measure: Measure, subject: str) -> None:
        """A measure that the person wants in the space of ``subject`` (idPE); one that is there already stays."""
        self._database.run(
            "INSERT INTO outbox VALUES (?, ?, ?, ?, '', ?, 0) ON CONFLICT DO NOTHING",
            (measure.id, account.id, subject, WAITING, now_text()),
        )

    def note(self, measure: Measure, state: str, reason: str) -> None:
        """How the last attempt ended; tried last, it goes last the next time."""
        self._database.run(
            "UPDATE outbox SET state = ?, reason = ?, since = CASE WHEN state = ? THEN since ELSE ? END,"
            " attempt = (SELECT MAX(attempt) FROM outbox) + 1 WHERE measure = ?",
            (state, reason, state, now_text(), measure.id),
        )

    def taken(self, account: Account, measure: Measure) -> None:
        """The space has it."""
        self._measures.mark_shared(account, measure)
        self._database.run("DELETE FROM outbox WHERE measure = ?", (measure.id,))

    def waiting(self, account: Account) -> list[Measure]:
        """What still has to go, that which was tried longest ago first."""
        return [one.measure for one in self._of(account, "o.state = 'waiting' ORDER BY o.attempt, o.since", 1000)]

    def parcels(self, account: Account, count: int) -> list[Parcel]:
        """What waits or was refused, newest first."""
        return self._of(account, "1 ORDER BY o.since DESC", count)

    def unsent(self, account: Account, count: int) -> list[Measure]:
        """The newest measures that were neither shared nor put here."""
        query = (
            "SELECT id FROM measure WHERE account = ? AND shared_at = '' AND id NOT IN (SELECT measure FROM outbox)"
            " ORDER BY taken_at DESC, rowid DESC LIMIT ?"
        )
        found = [self._measures.find(account, row["id"]) for row in self._database.rows(query, (account.id, count))]
        return [one for one in found if one is not None]

    def give_up(self, account: Account, but_for: str = "") -> None:
        """What waits is no longer wanted, except for the space of ``but_for``; the measures stay in the diary."""
        self._database.run(
            "DELETE FROM outbox WHERE account = ? AND state = ? AND subject <> ?", (account.id, WAITING, but_for)
        )

    def _of(self, account: Account, condition: str, count: int) -> list[Parcel]:
        rows = self._database.rows(
            f"SELECT o.* FROM outbox o WHERE o.account = ? AND {condition} LIMIT ?", (account.id, count)
        )
        found = [(self._measures.find(account, row["measure"]), row) for row in rows]
        return [Parcel(one, row["state"], row["reason"], row["since"]) for one, row in found if one is not None]
