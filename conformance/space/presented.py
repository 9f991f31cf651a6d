"""The access token that comes with a FHIR call: borne (RFC 6750), or held with a key (DPoP, RFC 9449)."""

from __future__ import annotations

from starlette.requests import Request

from conformance.contract.errors import issue
from conformance.space.answers import RefusedCall
from conformance.space.dpop import ALGORITHMS, NONCE_HEADER, ProofRefused
from conformance.space.oauth_server import SpaceAuthorizationServer
from conformance.space.tables_pairing import TokenRow


def presented_token(request: Request) -> TokenRow:
    """Return the live access token of a call. Raises ``RefusedCall`` (401)."""
    server: SpaceAuthorizationServer = request.app.state.oauth
    if "authorization" not in request.headers:
        raise RefusedCall(issue("access_token_invalid"), headers=_challenge(server, ""))
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    scheme, value = kind.lower(), value.strip()
    row = server.tokens.find_access(value) if scheme in ("bearer", "dpop") else None
    if row is None:
        raise RefusedCall(issue("access_token_invalid"), headers=_challenge(server, "invalid_token"))
    if scheme == "dpop":
        _check_key(request, server, row, value)
    elif row.jkt:  # a bound token is no bearer token (RFC 9449, section 7.2)
        raise RefusedCall(issue("access_token_invalid"), headers=_challenge(server, "invalid_token"))
    return row


def _check_key(request: Request, server: SpaceAuthorizationServer, row: TokenRow, value: str) -> None:
    url = f"{server.settings.base_url}{request.url.path}"
    try:
        jkt = server.proofs.check(request.headers.getlist("dpop"), request.method, url, value)
    except ProofRefused as refused:
        told = issue("dpop_nonce" if refused.code == "use_dpop_nonce" else "dpop_proof_invalid", why=str(refused))
        raise RefusedCall(told, headers=_challenge(server, refused.code, dpop=True)) from refused
    if jkt != row.jkt:
        headers = _challenge(server, "invalid_token", dpop=True)
        raise RefusedCall(issue("access_token_invalid"), headers=headers)


def _challenge(server: SpaceAuthorizationServer, error: str, *, dpop: bool = False) -> dict[str, str]:
    """What a refused caller is asked for (RFC 6750, section 3; RFC 9449, section 7.1).

    A caller that presented nothing is told no error, only how to present a token (RFC 6750, section 3.1).
    """
    told = [f'error="{error}"'] if error else []
    scheme = "Bearer"
    if dpop or server.settings.strict:
        scheme, told = "DPoP", [*told, f'algs="{" ".join(ALGORITHMS)}"']
    headers = {"WWW-Authenticate": f"{scheme} {', '.join(told)}".strip()}
    if server.proofs.with_nonce:
        headers[NONCE_HEADER] = server.proofs.nonce()
    return headers
