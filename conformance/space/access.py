"""Who calls, for whom, and with whose consent: checked on every FHIR call (MES 1.5.2, codes of error)."""

from __future__ import annotations

from typing import Literal

import msgspec
from joserfc.errors import JoseError
from starlette.requests import Request

from conformance.contract.errors import issue
from conformance.space.answers import RefusedCall
from conformance.space.keys import SigningKeys
from conformance.space.settings import READ, WRITE
from conformance.space.store import Store, now
from conformance.space.tables import ClientRow, PairingRow, TokenRow
from conformance.space.tokens import Tokens

Operation = Literal["write", "read"]
# The text says that an id_token comes with every call, not in which header: our reading.
ID_TOKEN_HEADER = "ID-Token"


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """A call that may go on: the client, its OID, the person and their idPE."""

    client_id: str
    oid: str
    login: str
    idpe: str
    authority: str

    def owns(self, system: str, value: str) -> bool:
        """Tell whether an identifier is the idPE of this pairing; a bare value, as one example has it, is taken."""
        return value == self.idpe and system.removeprefix("urn:oid:") in ("", self.authority)


def check_access(request: Request, operation: Operation) -> Access:
    """Return what the call's two tokens allow. Raises ``RefusedCall`` with the error of the API's table."""
    state = request.app.state
    token = _access_token(request, state.tokens)
    request.state.person, request.state.client = token.login, token.client_id
    client, pairing = _registered(state.store, token)
    _check_id_token(request, state.keys, client, pairing, state.settings.issuer)
    if not (pairing.may_write if operation == "write" else pairing.may_read):
        raise RefusedCall(issue("consent_missing"))
    scope = WRITE if operation == "write" else READ
    if scope not in token.scope.split():
        raise RefusedCall(issue("scope_missing", scope=scope))
    return Access(
        client_id=client.client_id,
        oid=client.oid,
        login=token.login,
        idpe=pairing.idpe,
        authority=state.settings.assigning_authority,
    )


def _access_token(request: Request, tokens: Tokens) -> TokenRow:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    found = tokens.find_access(value.strip()) if kind.lower() == "bearer" else None
    if found is None:
        raise RefusedCall(issue("access_token_invalid"))
    return found


def _registered(store: Store, token: TokenRow) -> tuple[ClientRow, PairingRow]:
    with store.begin() as session:
        client = session.get(ClientRow, token.client_id)
        pairing = session.get(PairingRow, (token.client_id, token.login))
    if client is None or pairing is None:
        raise RefusedCall(issue("access_token_invalid"))
    return client, pairing


def _check_id_token(request: Request, keys: SigningKeys, client: ClientRow, pairing: PairingRow, issuer: str) -> None:
    try:
        claims = keys.verify(request.headers.get(ID_TOKEN_HEADER, ""))
    except (JoseError, ValueError) as error:
        raise RefusedCall(issue("id_token_invalid")) from error
    expires = claims.get("exp")
    if claims.get("iss") != issuer or not isinstance(expires, int) or expires <= now():
        raise RefusedCall(issue("id_token_invalid"))
    if claims.get("oid") != client.oid or claims.get("aud") != client.client_id:
        raise RefusedCall(issue("oid_conflict"))
    if claims.get("sub") != pairing.idpe:
        raise RefusedCall(issue("idpe_mismatch"))
