"""Who calls, for whom, and with whose consent: checked on every FHIR call (MES 1.5.2, codes of error)."""

from __future__ import annotations

from typing import Literal

import msgspec
from joserfc.errors import JoseError
from starlette.requests import Request

from conformance.contract.errors import issue
from conformance.space.answers import RefusedCall
from conformance.space.keys import SigningKeys
from conformance.space.known import Known, key_of
from conformance.space.presented import presented_token
from conformance.space.services import Service
from conformance.space.settings import READ, WRITE
from conformance.space.tables_pairing import PairingRow, TokenRow

Operation = Literal["write", "read"]
# The text says that an id_token comes with every call, not in which header: our reading.
ID_TOKEN_HEADER = "ID-Token"


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
    known: Known[Access] = request.app.state.known
    key = key_of(request, operation, "authorization", ID_TOKEN_HEADER)
    if key is None:
        return _check_access(request, operation)
    moment = known.moment()
    found = known.find(key, moment)
    if found is None:
        found = _check_access(request, operation)
        known.keep(key, moment, found)
        return found
    request.state.person, request.state.client = found.login, found.client_id
    _check_quota(request, found.client_id, found.login)
    return found


def _check_access(request: Request, operation: Operation) -> Access:
    state = request.app.state
    token, service, pairing = _identify(request)
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
    _, service, pairing = _identify(request)
    return _access(request, service, pairing, frozenset())


def _identify(request: Request) -> tuple[TokenRow, Service, PairingRow]:
    state = request.app.state
    token = _known_token(request)
    _check_quota(request, token.client_id, token.login)
    service, pairing = state.services.get(token.client_id), state.pairings.live(token.client_id, token.login)
    if service is None or pairing is None:
        raise RefusedCall(issue("access_token_invalid"))
    _check_id_token(request, state.keys, service, pairing)
    if not service.rule.exchange:
        raise RefusedCall(issue("service_out"))
    return token, service, pairing


def note_caller(request: Request) -> None:
    """Leave in the request's state whom its access token, dead or alive, is about: a refusal is written down too."""
    _, _, value = request.headers.get("authorization", "").partition(" ")
    known = request.app.state.tokens.find_any(value.strip()) if value else None
    if known is not None:
        request.state.person, request.state.client = known.login, known.client_id


def _known_token(request: Request) -> TokenRow:
    try:
        token = presented_token(request)
    except RefusedCall:
        note_caller(request)
        raise
    request.state.person, request.state.client = token.login, token.client_id
    return token


def _check_quota(request: Request, client_id: str, login: str) -> None:
    wait = request.app.state.limits.take(client_id, login)
    if wait:
        raise RefusedCall(issue("throttled", seconds=str(wait)), headers={"Retry-After": str(wait)})


def _access(
    request: Request, service: Service, pairing: PairingRow, categories: frozenset[str] | None
) -> Access:
    return Access(
        client_id=service.client_id,
        oid=service.oid,
        login=pairing.login,
        idpe=pairing.idpe,
        authority=request.app.state.settings.assigning_authority,
        categories=categories,
    )


def _check_id_token(request: Request, keys: SigningKeys, service: Service, pairing: PairingRow) -> None:
    state = request.app.state
    try:
        claims = keys.verify(request.headers.get(ID_TOKEN_HEADER, ""))
    except (JoseError, ValueError) as error:
        raise RefusedCall(issue("id_token_invalid")) from error
    expires = claims.get("exp")
    if claims.get("iss") != state.settings.issuer or not isinstance(expires, int) or expires <= state.store.now():
        raise RefusedCall(issue("id_token_invalid"))
    if claims.get("oid") != service.oid or claims.get("aud") != service.client_id:
        raise RefusedCall(issue("oid_conflict"))
    if claims.get("sub") != pairing.idpe:
        raise RefusedCall(issue("idpe_mismatch"))
