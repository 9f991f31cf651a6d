"""What Authlib asks of a request, an answer and a client, told by the space."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from authlib.oauth2.rfc6749 import ClientMixin, OAuth2Payload, OAuth2Request

from conformance.space.tables_pairing import ClientRow


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTP request to the authorization server, read and bounded. ``proofs`` are its ``DPoP`` headers."""

    method: str
    url: str
    headers: Mapping[str, str]
    query: list[tuple[str, str]]
    form: list[tuple[str, str]]
    proofs: list[str]


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
    """A request as Authlib reads it. ``jkt`` is the key that its tokens are to be bound to (RFC 9449)."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.method, call.url, headers=call.headers)
        self.call = call
        self.jkt: str | None = None
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
