"""Consent: given by the person for each purpose and action, withdrawn by them, read on every call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from conformance.space.approval import Approval, approval_due, nearest
from conformance.space.pairings import Pairings
from conformance.space.purposes import Box
from conformance.space.services import Service
from conformance.space.settings import SpaceSettings
from conformance.space.store import Store
from conformance.space.tables_consent import ConsentEventRow, ConsentRow
from conformance.space.tables_pairing import PersonRow
from conformance.space.tokens import Tokens

Categories = frozenset[str] | None
"""The measures that a consent covers (ids of ``measures.yaml``); ``None``: every measure."""


class Consents:
    """What people allow. Every change has effect on the very next call."""

    def __init__(self, store: Store, settings: SpaceSettings, tokens: Tokens) -> None:
        self._store, self._settings, self._tokens = store, settings, tokens
        self._pairings = Pairings(store)

    def of(self, service: Service, login: str) -> list[ConsentRow]:
        """Return what a person allows a service now, by purpose and action."""
        with self._store.look() as session:
            return _rows(session, service.client_id, login)

    def give(self, service: Service, login: str, chosen: Iterable[Box]) -> None:
        """Allow exactly what was chosen, and pair the person with the service. What was allowed before, and is not
        chosen again, is withdrawn.
        """
        self._pairings.begin(service.client_id, login)
        new = {(box.purpose.code, box.exchange.action): box for box in chosen}
        with self._store.begin() as session:
            for row in _rows(session, service.client_id, login):
                if (row.purpose, row.action) not in new:
                    self._drop(session, row)
            for box in new.values():
                row = session.merge(self._consent(service, login, box))
                session.add(self._event(row, "given"))

    def withdraw(self, client_id: str, login: str, purpose: str, action: str = "") -> None:
        """Withdraw one action of a purpose, or the whole purpose."""
        with self._store.begin() as session:
            for row in _rows(session, client_id, login):
                if row.purpose == purpose and action in ("", row.action):
                    self._drop(session, row)

    def disconnect(self, client_id: str, login: str) -> None:
        """End a pairing: every consent is withdrawn and every token dies."""
        with self._store.begin() as session:
            for row in _rows(session, client_id, login):
                self._drop(session, row)
        self._pairings.end(client_id, login)
        self._tokens.revoke_client(client_id, login)

    def covered(self, service: Service, login: str, action: str) -> Categories:
        """Return the measures that a person now lets a service write or read; an empty set when none at all.

        A consent whose approval is overdue covers nothing; nor does what the service no longer declares.
        """
        found: frozenset[str] = frozenset()
        for row, due in self._with_approvals(service, login):
            declared = next((one.exchange(row.action) for one in service.purposes if one.code == row.purpose), None)
            if row.action != action or declared is None or (due and due.passed(self._store.now())):
                continue
            covers = _both(row.categories, declared.categories)
            if covers is None:
                return None
            found |= covers
        return found

    def approval(self, service: Service, login: str) -> Approval | None:
        """Return the approval that is due from a person for a service."""
        return nearest(due for _, due in self._with_approvals(service, login))

    def history(self, login: str) -> list[ConsentEventRow]:
        """Return everything that a person allowed and withdrew, the newest first."""
        newest = (ConsentEventRow.at.desc(), ConsentEventRow.id.desc())
        with self._store.look() as session:
            rows = session.scalars(select(ConsentEventRow).where(ConsentEventRow.login == login).order_by(*newest))
            return list(rows)

    def _with_approvals(self, service: Service, login: str) -> list[tuple[ConsentRow, Approval | None]]:
        with self._store.look() as session:
            rows = _rows(session, service.client_id, login)
            person = session.get(PersonRow, login) if rows else None
        born = date.fromisoformat(person.birth_date) if person else date.min
        now, grace = self._store.now(), self._settings.approval_seconds
        return [(row, approval_due(service, row, born, now, grace)) for row in rows]

    def _consent(self, service: Service, login: str, box: Box) -> ConsentRow:
        return ConsentRow(
            client_id=service.client_id,
            login=login,
            purpose=box.purpose.code,
            action=box.exchange.action,
            categories=list(box.exchange.categories),
            version=service.version,
            given=self._store.now(),
        )

    def _drop(self, session: Session, row: ConsentRow) -> None:
        session.add(self._event(row, "withdrawn"))
        mine = (ConsentRow.client_id == row.client_id) & (ConsentRow.login == row.login)
        this = (ConsentRow.purpose == row.purpose) & (ConsentRow.action == row.action)
        session.execute(delete(ConsentRow).where(mine, this))

    def _event(self, row: ConsentRow, decision: str) -> ConsentEventRow:
        return ConsentEventRow(
            client_id=row.client_id,
            login=row.login,
            purpose=row.purpose,
            action=row.action,
            decision=decision,
            version=row.version,
            at=self._store.now(),
        )


def _rows(session: Session, client_id: str, login: str) -> list[ConsentRow]:
    mine = (ConsentRow.client_id == client_id) & (ConsentRow.login == login)
    return list(session.scalars(select(ConsentRow).where(mine).order_by(ConsentRow.purpose, ConsentRow.action)))


def _both(given: list[str], declared: tuple[str, ...]) -> Categories:
    """What two lists of measures have in common; an empty list stands for every measure."""
    if not given:
        return frozenset(declared) or None
    return frozenset(given) & frozenset(declared) if declared else frozenset(given)
