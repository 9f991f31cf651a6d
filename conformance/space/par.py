"""Pushed authorization requests (RFC 9126): parameters that reach the space by the client's own hand."""

from __future__ import annotations

import msgspec
from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error

from conformance.space.oauth_server import SpaceAuthorizationServer
from conformance.space.oauth_views import OAuthAnswer, SpaceRequest
from conformance.space.settings import SpaceSettings
from conformance.space.store import Store, digest, new_secret
from conformance.space.tables_pairing import PushedRow

PREFIX = "urn:ietf:params:oauth:request_uri:"
Pairs = list[tuple[str, str]]
# What authenticates the client is not part of its request (section 2.1).
_NOT_KEPT = ("client_assertion", "client_assertion_type", "request_uri")


class Pushed:
    """The requests that were pushed and not yet answered."""

    def __init__(self, store: Store, settings: SpaceSettings) -> None:
        self._store, self._settings = store, settings
        self.lasts = settings.pushed_seconds

    def push(self, client_id: str, pairs: Pairs, jkt: str | None) -> str:
        """Keep a request; return its ``request_uri``. ``jkt`` is the key of the proof that came with it."""
        uri = f"{PREFIX}{new_secret()}"
        kept = [[key, value] for key, value in pairs if key != "dpop_jkt" or not jkt]
        if jkt:
            kept.append(["dpop_jkt", jkt])
        with self._store.begin() as session:
            session.add(
                PushedRow(
                    digest=digest(uri),
                    client_id=client_id,
                    parameters={"pairs": kept},
                    expires=self._store.now() + self.lasts,
                )
            )
        return uri

    def find(self, client_id: str, uri: str) -> Pairs | None:
        """Return the parameters of a request that waits for its answer, to the client that pushed it alone.

        Once opened it lasts as long as a session: the person may have to sign in and read first (section 4).
        """
        with self._store.begin() as session:
            row = session.get(PushedRow, digest(uri))
            if row is None or row.client_id != client_id or row.expires <= self._store.now():
                return None
            row.expires = self._store.now() + self._settings.session_seconds
            return [(key, value) for key, value in row.parameters["pairs"]]

    def use(self, uri: str) -> None:
        """Forget a request that was answered: it is used once (section 4)."""
        with self._store.begin() as session:
            row = session.get(PushedRow, digest(uri))
            if row is not None:
                session.delete(row)


def pushed_answer(server: SpaceAuthorizationServer, pushed: Pushed, asked: SpaceRequest) -> OAuthAnswer:
    """Answer a pushed request: the client proves who it is, and the request is judged as if it came by the browser."""
    if not server.settings.strict:
        raise InvalidRequestError("Pushed requests belong to the strict profile.")
    client = server.authenticate_client(asked, ["private_key_jwt"], "pushed_authorization_request")
    server.check_in_service(client)
    if "request_uri" in asked.form:
        raise InvalidRequestError("A pushed request does not carry a request_uri.")
    if asked.form.get("client_id", client.client_id) != client.client_id:
        raise InvalidRequestError("The client_id is another client's.")
    jkt = server.proven_key(asked)
    if jkt and asked.form.get("dpop_jkt", jkt) != jkt:
        raise InvalidRequestError("The dpop_jkt is not the key of the proof.")
    pairs = [pair for pair in asked.call.form if pair[0] not in (*_NOT_KEPT, "client_id")]
    pairs.append(("client_id", client.client_id))
    try:
        server.get_consent_grant(SpaceRequest(msgspec.structs.replace(asked.call, query=pairs, form=[])))
    except OAuth2Error as error:
        error.redirect_uri = ""  # told to the client here, not by redirection (section 2.3)
        raise
    body = {"request_uri": pushed.push(client.client_id, pairs, jkt), "expires_in": pushed.lasts}
    return OAuthAnswer(status=201, body=body, headers=[])
