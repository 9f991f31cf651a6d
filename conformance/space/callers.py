"""Who calls: the two tokens of a FHIR call, the service and the pairing that they name (MES 1.5.2, codes of error)."""

from __future__ import annotations

from joserfc.errors import JoseError
from starlette.requests import Request

from conformance.contract.errors import issue
from conformance.space.answers import RefusedCall
from conformance.space.keys import SigningKeys
from conformance.space.presented import presented_token
from conformance.space.services import Service
from conformance.space.tables_pairing import PairingRow, TokenRow

# The text says that an id_token comes with every call, not in which header: our reading.
ID_TOKEN_HEADER = "ID-Token"


def identify(request: Request) -> tuple[TokenRow, Service, PairingRow]:
    """Return the live token of a call, its service and its pairing. Raises ``RefusedCall``."""
    state = request.app.state
    token = _known_token(request)
    check_quota(request, token.client_id, token.login)
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


def check_quota(request: Request, client_id: str, login: str) -> None:
    """Take one call from the quotas. Raises ``RefusedCall`` (429) when there is none left."""
    wait = request.app.state.limits.take(client_id, login)
    if wait:
        raise RefusedCall(issue("throttled", seconds=str(wait)), headers={"Retry-After": str(wait)})


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
