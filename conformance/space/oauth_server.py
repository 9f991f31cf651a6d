"""Authlib's authorization server, made to speak to the space."""

from __future__ import annotations

from typing import Any

from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    InvalidRequestError,
    JsonRequest,
    OAuth2Error,
    UnauthorizedClientError,
)
from authlib.oauth2.rfc6750 import BearerTokenGenerator

from conformance.space.dpop import ProofRefused, Proofs
from conformance.space.oauth_views import Call, Client, OAuthAnswer, SpaceRequest
from conformance.space.pairings import Pairings
from conformance.space.services import Services
from conformance.space.settings import SCOPES, SpaceSettings
from conformance.space.store import Store, new_secret
from conformance.space.tables_pairing import ClientRow
from conformance.space.tokens import Tokens


class ProofError(OAuth2Error):  # type: ignore[misc]
    """A DPoP proof that is refused (RFC 9449, sections 5 and 8)."""

    def __init__(self, refused: ProofRefused) -> None:
        super().__init__(str(refused))
        self.error = refused.code


class SpaceAuthorizationServer(AuthorizationServer):  # type: ignore[misc]
    """The authorization server of the space. Its methods block: call them in a thread."""

    def __init__(self, store: Store, tokens: Tokens, services: Services, settings: SpaceSettings) -> None:
        super().__init__(scopes_supported=list(SCOPES))
        self.store, self.tokens, self.services, self.settings = store, tokens, services, settings
        self.pairings = Pairings(store)
        self.proofs = Proofs(store, with_nonce=settings.dpop_nonce)
        generator = BearerTokenGenerator(_random, _random, lambda client, grant_type: settings.access_seconds)
        self.register_token_generator("default", generator)

    def create_oauth2_request(self, request: Call | SpaceRequest) -> SpaceRequest:
        return request if isinstance(request, SpaceRequest) else SpaceRequest(request)

    def create_json_request(self, request: Call) -> JsonRequest:
        return JsonRequest(request.method, request.url, request.headers)

    def create_token_response(self, request: SpaceRequest) -> OAuthAnswer:
        """Answer a token request; its tokens are bound to the key of the proof that came with it, if one did."""
        request.jkt = self.proven_key(request)
        answer: OAuthAnswer = super().create_token_response(request)
        if request.jkt and "access_token" in answer.body:
            answer.body["token_type"] = "DPoP"
        return answer

    def proven_key(self, request: SpaceRequest) -> str | None:
        """Return the thumbprint of the key that a request proves to hold; ``None`` where tokens are not bound.

        Raises ``OAuth2Error`` when the proof is missing or wrong.
        """
        if not self.settings.strict:
            return None  # as a server that does not know DPoP (RFC 9449, section 5)
        if not request.call.proofs:
            raise InvalidRequestError("A DPoP proof is required.")
        try:
            return self.proofs.check(request.call.proofs, request.call.method, request.call.url)
        except ProofRefused as refused:
            raise ProofError(refused) from refused

    def check_in_service(self, client: Client) -> None:
        """Refuse tokens to a service that is suspended or delisted. Raises ``UnauthorizedClientError``."""
        service = self.services.get(client.client_id)
        if service is None or not service.rule.refresh:
            raise UnauthorizedClientError("The service is not in operation.")

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> OAuthAnswer:
        kept = dict(headers)
        location = kept.pop("Location", "")
        return OAuthAnswer(status=status, body=body or {}, headers=list(kept.items()), location=location)

    def query_client(self, client_id: str) -> Client | None:
        if not client_id.isprintable():  # a lone surrogate, which no database takes
            return None
        with self.store.look() as session:
            row = session.get(ClientRow, client_id)
        return Client(row) if row else None

    def save_token(self, token: dict[str, Any], request: SpaceRequest) -> None:
        before = request.authorization_code or request.refresh_token
        family = before.digest if request.authorization_code else before.family
        login, client_id = request.user.login, request.client.client_id
        self.tokens.add_token(token, family=family, client_id=client_id, login=login, jkt=request.jkt)

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""


def _random(client: Client, grant_type: str, user: Any, scope: str) -> str:
    return new_secret()
