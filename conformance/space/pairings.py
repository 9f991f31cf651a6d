"""Pairings: one person with one client, known to it by an identifier of its own."""

from __future__ import annotations

from sqlalchemy import select

from conformance.space.store import Store, new_secret
from conformance.space.tables_pairing import PairingRow


class Pairings:
    """The pairings of a space."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, client_id: str, login: str) -> PairingRow:
        """Pair a person with a client. The idPE is drawn once: it says nothing, and outlives a disconnection."""
        with self._store.begin() as session:
            row = session.get(PairingRow, (client_id, login))
            if row is None:
                row = PairingRow(client_id=client_id, login=login, idpe=new_secret())
                session.add(row)
            row.began, row.ended = self._store.now(), None
        return row

    def end(self, client_id: str, login: str) -> None:
        """Disconnect a person from a client."""
        with self._store.begin() as session:
            row = session.get(PairingRow, (client_id, login))
            if row is not None and row.ended is None:
                row.ended = self._store.now()

    def live(self, client_id: str, login: str) -> PairingRow | None:
        """Return the pairing of a person with a client, unless there is none or it was ended."""
        with self._store.look() as session:
            row = session.get(PairingRow, (client_id, login))
        return row if row and row.ended is None else None

    def of(self, login: str) -> list[PairingRow]:
        """Return a person's pairings that were not ended, the newest first."""
        mine = (PairingRow.login == login) & PairingRow.ended.is_(None)
        with self._store.look() as session:
            return list(session.scalars(select(PairingRow).where(mine).order_by(PairingRow.began.desc())))
