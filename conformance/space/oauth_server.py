"""Authlib's authorization server, made to speak to the space: six methods, and what they need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, JsonRequest, OAuth2Payload, OAuth2Request
from authlib.oauth2.rfc6750 import BearerTokenGenerator

from conformance.space.settings import SCOPES, SpaceSettings
from conformance.space.store import Store, new_secret
from conformance.space.tables import ClientRow
from conformance.space.tokens import Tokens


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTP request to the authorization server, read and bounded."""

    method: str
    url: str
    headers: Mapping[str, str]
    query: list[tuple[str, str]]
    form: list[tuple[str, str]]


class OAuthAnswer(msgspec.Struct, kw_only=True):
    """An answer of the authorization server; ``location`` is set on a redirection. ``person`` is whom it concerns."""

    status: int
    body: dict[str, Any]
    headers: list[tuple[str, str]]
    location: str = ""
    person: str = ""


class Payload(OAuth2Payload):  # type: ignore[misc]  # Authlib has no types
    """The parameters of a request: the first value of each, and all of them."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._lists: dict[str, list[str]] = {}
        for key, value in pairs:
            self._lists.setdefault(key, []).append(value)

    @property
    def data(self) -> dict[str, str]:
        return {key: values[0] for key, values in self._lists.items()}

    @property
    def datalist(self) -> dict[str, list[str]]:
        return self._lists


class SpaceRequest(OAuth2Request):  # type: ignore[misc]
    """A request as Authlib reads it."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.method, call.url, headers=call.headers)
        self._form = Payload(call.form).data
        self.payload = Payload(call.query + call.form)

    @property
    def form(self) -> dict[str, str]:
        return self._form


class Client(ClientMixin):  # type: ignore[misc]
    """A registered client as Authlib asks about it."""

    id_token_signed_response_alg = "ES256"

    def __init__(self, row: ClientRow) -> None:
        self.row = row
        self.client_id = row.client_id

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """None: the redirect address is always said (RFC 9700, section 2.1)."""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        asked = (scope or "").split()
        return " ".join(asked) if asked and set(asked) <= set(self.row.scopes) else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.row.redirect_uris

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "private_key_jwt"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in ("authorization_code", "refresh_token")


class SpaceAuthorizationServer(AuthorizationServer):  # type: ignore[misc]
    """The authorization server of the space. Its methods block: call them in a thread."""

    def __init__(self, store: Store, tokens: Tokens, settings: SpaceSettings) -> None:
        super().__init__(scopes_supported=list(SCOPES))
        self.store, self.tokens, self.settings = store, tokens, settings
        generator = BearerTokenGenerator(_random, _random, lambda client, grant_type: settings.access_seconds)
        self.register_token_generator("default", generator)

    def create_oauth2_request(self, request: Call | SpaceRequest) -> SpaceRequest:
        return request if isinstance(request, SpaceRequest) else SpaceRequest(request)

    def create_json_request(self, request: Call) -> JsonRequest:
        return JsonRequest(request.method, request.url, request.headers)

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> OAuthAnswer:
        kept = dict(headers)
        location = kept.pop("Location", "")
        return OAuthAnswer(status=status, body=body or {}, headers=list(kept.items()), location=location)

    def query_client(self, client_id: str) -> Client | None:
        if not client_id.isprintable():  # a lone surrogate, which no database takes
            return None
        with self.store.begin() as session:
            row = session.get(ClientRow, client_id)
        return Client(row) if row else None

    def save_token(self, token: dict[str, Any], request: SpaceRequest) -> None:
        before = request.authorization_code or request.refresh_token
        family = before.digest if request.authorization_code else before.family
        self.tokens.add_token(token, family=family, client_id=request.client.client_id, login=request.user.login)

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""


def _random(client: Client, grant_type: str, user: Any, scope: str) -> str:
    return new_secret()
