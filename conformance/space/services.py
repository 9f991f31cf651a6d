"""The services of the catalogue: their state, and the exchanges that they declare."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from sqlalchemy.orm import Session

from conformance.contract.service_states import State, StateRule, service_states
from conformance.space.purposes import ACTIONS, Purpose, implied_purpose
from conformance.space.settings import READ, WRITE, ClientRegistration
from conformance.space.store import Store
from conformance.space.tables_consent import PilotRow, ServiceRow
from conformance.space.tables_pairing import ClientRow
from conformance.space.tokens import Tokens

_SCOPE_OF = {"write": WRITE, "read": READ}


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A service as it stands. ``approve_by`` is when consents to an older ``version`` end (Unix seconds)."""

    client_id: str
    name: str
    oid: str
    state: State
    version: int
    purposes: tuple[Purpose, ...]
    approve_by: int | None

    @property
    def rule(self) -> StateRule:
        """What its state allows."""
        return service_states()[self.state]


class Services:
    """The services of a space: read by its endpoints, changed by its operator and by tests, never over HTTP."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store, self._tokens = store, tokens
        # Read on every call, changed by nothing but the methods below.
        self._known: dict[str, Service] = {}

    def register(self, client: ClientRegistration) -> None:
        """Register a client, or replace it; its state stays. New exchanges count as a declaration without a date."""
        actions = tuple(one for one in ACTIONS if _SCOPE_OF[one] in client.scopes)
        with self._change(client.client_id) as session:
            session.merge(
                ClientRow(
                    client_id=client.client_id,
                    name=client.name,
                    oid=client.oid,
                    jwks=client.jwks,
                    redirect_uris=list(client.redirect_uris),
                    scopes=list(client.scopes),
                )
            )
        self.declare(client.client_id, client.purposes or (implied_purpose(actions),))

    def declare(self, client_id: str, purposes: tuple[Purpose, ...], *, approve_by: int | None = None) -> None:
        """Declare a service's exchanges. If they changed, every person must approve them again until ``approve_by``
        (Unix seconds; ``None``: now), when what they allowed ends.
        """
        if len({one.code for one in purposes}) != len(purposes):
            raise ValueError("a purpose is declared twice")
        told = {"purposes": msgspec.json.decode(msgspec.json.encode(purposes))}
        with self._change(client_id) as session:
            row = session.get(ServiceRow, client_id)
            if row is None:
                session.add(
                    ServiceRow(client_id=client_id, state="EN_LIGNE", version=1, purposes=told, approve_by=None)
                )
            elif row.purposes != told:
                row.version, row.purposes = row.version + 1, told
                row.approve_by = self._store.now() if approve_by is None else approve_by

    def get(self, client_id: str) -> Service | None:
        """Return a service as it stands now."""
        known = self._known.get(client_id)
        if known is None:
            with self._store.lock:  # no change comes between reading and remembering
                known = self._read(client_id)
                if known is not None:
                    self._known[client_id] = known
        return known

    def name(self, client_id: str) -> str:
        """Return the name that people know a service by."""
        found = self.get(client_id)
        return found.name if found else client_id

    def set_state(self, client_id: str, state: State) -> None:
        """Put a service into a state, with effect on its very next call. Unknown: ``NoResultFound``."""
        with self._change(client_id) as session:
            session.get_one(ServiceRow, client_id).state = state
        if service_states()[state].ends_tokens:
            self._tokens.revoke_client(client_id)

    def invite(self, client_id: str, login: str) -> None:
        """Let a person use a service in its pilot phase."""
        with self._store.begin() as session:
            session.merge(PilotRow(client_id=client_id, login=login))

    def may_pair(self, service: Service, login: str) -> bool:
        """Tell whether this person may pair with this service now."""
        if service.rule.pair != "pilots":
            return service.rule.pair == "everyone"
        with self._store.look() as session:
            return session.get(PilotRow, (service.client_id, login)) is not None

    @contextmanager
    def _change(self, client_id: str) -> Iterator[Session]:
        with self._store.lock, self._store.begin() as session:
            self._known.pop(client_id, None)
            yield session

    def _read(self, client_id: str) -> Service | None:
        with self._store.look() as session:
            row, client = session.get(ServiceRow, client_id), session.get(ClientRow, client_id)
        if row is None or client is None:
            return None
        return Service(
            client_id=client_id,
            name=client.name,
            oid=client.oid,
            state=msgspec.convert(row.state, State),
            version=row.version,
            purposes=msgspec.convert(row.purposes["purposes"], tuple[Purpose, ...]),
            approve_by=row.approve_by,
        )
