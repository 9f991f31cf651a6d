"""The two grants of the space, by Authlib: code with PKCE, refresh with rotation."""

from __future__ import annotations

from typing import Any

from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc6749.grants.base import TokenEndpointMixin
from authlib.oauth2.rfc7636 import CodeChallenge

from conformance.space.oauth_views import Client, SpaceRequest
from conformance.space.tables_pairing import CodeRow, PairingRow, TokenRow
from conformance.space.tokens import Granted, Tokens

_AUTH_METHODS = ["private_key_jwt"]


class CodeView:
    """A code as Authlib asks about it."""

    def __init__(self, row: CodeRow) -> None:
        self.row, self.digest, self.login = row, row.digest, row.login
        self.code_challenge, self.code_challenge_method = row.challenge, row.method

    def get_redirect_uri(self) -> str:
        return self.row.redirect_uri

    def get_scope(self) -> str:
        return self.row.scope

    def get_nonce(self) -> str | None:
        return self.row.nonce

    def get_auth_time(self) -> int | None:
        return self.row.auth_time

    def get_acr(self) -> None:
        """None: the space has one way to sign in."""

    def get_amr(self) -> None:
        """None: the space has one way to sign in."""


class TokenView:
    """A refresh token as Authlib asks about it."""

    def __init__(self, row: TokenRow) -> None:
        self.row, self.family, self.login = row, row.family, row.login

    def check_client(self, client: Client) -> bool:
        return self.row.client_id == client.client_id

    def get_scope(self) -> str:
        return self.row.scope


class InService(TokenEndpointMixin):  # type: ignore[misc]  # Authlib has no types
    """Both grants: an authenticated client whose service is in operation, and a pairing that was not ended."""

    TOKEN_ENDPOINT_AUTH_METHODS = _AUTH_METHODS

    def authenticate_token_endpoint_client(self) -> Client:
        client: Client = super().authenticate_token_endpoint_client()
        self.server.check_in_service(client)
        return client

    def authenticate_user(self, credential: CodeView | TokenView) -> PairingRow | None:
        pairing: PairingRow | None = self.server.pairings.live(credential.row.client_id, credential.login)
        return pairing


class CodeGrant(InService, AuthorizationCodeGrant):  # type: ignore[misc]
    """Authorization code (RFC 6749, section 4.1)."""

    def save_authorization_code(self, code: str, request: SpaceRequest) -> None:
        granted: Granted = request.user
        tokens: Tokens = self.server.tokens
        tokens.add_code(code, client_id=request.client.client_id, granted=granted, asked=request.payload.data)

    def query_authorization_code(self, code: str, client: Client) -> CodeView | None:
        row = self.server.tokens.find_code(code, client.client_id)
        if row and row.jkt and row.jkt != self.request.jkt:
            raise InvalidGrantError("The code is bound to another DPoP key.")
        return CodeView(row) if row else None

    def delete_authorization_code(self, authorization_code: CodeView) -> None:
        if not self.server.tokens.use_code(authorization_code.row):
            raise InvalidGrantError("Invalid 'code' in request.")


class RefreshGrant(InService, RefreshTokenGrant):  # type: ignore[misc]
    """Refresh with rotation (RFC 6749, section 6; RFC 9700, section 4.14.2).

    A refresh token is bound to the client by its authentication, so that the client may change its DPoP key
    (RFC 9449, section 5).
    """

    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> TokenView | None:
        row = self.server.tokens.find_refresh(refresh_token, self.request.client.client_id)
        return TokenView(row) if row else None

    def revoke_old_credential(self, refresh_token: TokenView) -> None:
        if not self.server.tokens.rotate(refresh_token.row):
            raise InvalidGrantError()


class Pkce(CodeChallenge):  # type: ignore[misc]
    """PKCE (RFC 7636). When required, S256 and nothing else; when not, ``plain`` and no challenge are let through."""

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        super().validate_code_challenge(grant, redirect_uri)
        if self.required and grant.request.payload.data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("The code_challenge_method S256 is required.")
