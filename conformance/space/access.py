"""Who calls, for whom, and with whose consent: checked on every FHIR call (MES 1.5.2, codes of error)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request

from conformance.contract.errors import issue
from conformance.space.answers import RefusedCall
from conformance.space.callers import ID_TOKEN_HEADER, check_quota, identify
from conformance.space.known import Known, key_of
from conformance.space.services import Service
from conformance.space.settings import READ, WRITE
from conformance.space.tables_pairing import PairingRow

Operation = Literal["write", "read"]


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """A call that may go on: client, OID, person, idPE, and the measures that their consent covers (none told: all)."""

    client_id: str
    oid: str
    login: str
    idpe: str
    authority: str
    categories: frozenset[str] | None = None

    def covers(self, measure: str) -> bool:
        """Tell whether the person's consent covers a measure (its id in ``measures.yaml``)."""
        return self.categories is None or measure in self.categories

    def require(self, measure: str) -> None:
        """Raise ``RefusedCall`` unless the person's consent covers this measure."""
        if not self.covers(measure):
            raise RefusedCall(issue("consent_missing"))

    def owns(self, system: str, value: str) -> bool:
        """Tell whether an identifier is the idPE of this pairing; a bare value, as one example has it, is taken."""
        return value == self.idpe and system.removeprefix("urn:oid:") in ("", self.authority)


def check_access(request: Request, operation: Operation) -> Access:
    """Return what the call's two tokens allow. Raises ``RefusedCall`` with the error of the API's table."""
    key = key_of(request, operation, "authorization", ID_TOKEN_HEADER)
    if key is None:
        return _check_access(request, operation)
    known: Known[Access] = request.app.state.known
    moment = known.moment()
    found = known.find(key, moment)
    if found is not None:
        return _again(request, found)
    found = _check_access(request, operation)
    known.keep(key, moment, found)
    return found


@contextmanager
def reading_for(request: Request) -> Iterator[tuple[Access, Connection]]:
    """Give what the call's two tokens allow it to read, and a connection to read with. Raises as ``check_access``."""
    state = request.app.state
    key = key_of(request, "read", "authorization", ID_TOKEN_HEADER)
    with state.store.reading() as connection:
        found = state.known.find(key, state.known.moment(connection)) if key else None
        if found is not None:
            yield _again(request, found), connection
            return
    access = check_access(request, "read")
    with state.store.reading() as connection:
        yield access, connection


def _again(request: Request, found: Access) -> Access:
    request.state.person, request.state.client = found.login, found.client_id
    check_quota(request, found.client_id, found.login)
    return found


def _check_access(request: Request, operation: Operation) -> Access:
    state = request.app.state
    token, service, pairing = identify(request)
    categories = state.consents.covered(service, token.login, operation)
    if categories is not None and not categories:
        raise RefusedCall(issue("consent_missing"))
    scope = WRITE if operation == "write" else READ
    if scope not in token.scope.split():
        raise RefusedCall(issue("scope_missing", scope=scope))
    return _access(request, service, pairing, categories)


def check_caller(request: Request) -> Access:
    """Return who calls and for whom, whatever the person consents to: for what is not about health.

    Covers no measure. Raises ``RefusedCall``.
    """
    _, service, pairing = identify(request)
    return _access(request, service, pairing, frozenset())


def _access(request: Request, service: Service, pairing: PairingRow, categories: frozenset[str] | None) -> Access:
    return Access(
        client_id=service.client_id,
        oid=service.oid,
        login=pairing.login,
        idpe=pairing.idpe,
        authority=request.app.state.settings.assigning_authority,
        categories=categories,
    )
