"""The pairing itself: ask, take the callback, keep the tokens fresh, let go."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from sample_apps.tensio.pairing.errors import CallbackRefused, SpaceSaidNo
from sample_apps.tensio.pairing.keys import ClientKey
from sample_apps.tensio.pairing.policy import PairingPolicy
from sample_apps.tensio.pairing.provider import Provider
from sample_apps.tensio.pairing.tokens import TokenEndpoint, TokenSet
from sample_apps.tensio.pairing.wire import Wire
from sample_apps.tensio.settings import Settings
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.pairings import Pairing, Pairings, Pending
from sample_apps.tensio.store.sessions import Session

CALLBACK_PATH = "/espace-sante/retour"
REFRESH_BEFORE_SECONDS = 20


class SpaceClient:
    """One registered client of one space, for all accounts."""

    def __init__(self, settings: Settings, policy: PairingPolicy, pairings: Pairings, key: ClientKey) -> None:
        self.wire = Wire(settings.space_ca, policy.follows, certified=policy.certified)
        self.provider = Provider(settings.space_issuer, self.wire)
        self.pairings = pairings
        self._client_id = settings.client_id
        self.policy = policy
        self._redirect_uri = settings.public_url + CALLBACK_PATH + policy.redirect_query
        self._tokens = TokenEndpoint(self.wire, self.provider, key, settings.client_id, policy)

    def authorization_url(self, session: Session) -> str:
        """Where to send the browser (OpenID Connect Core 3.1.2.1). Raises :class:`SpaceUnavailable`."""
        endpoint = self.provider.metadata().authorization_endpoint
        pending = Pending(secrets.token_urlsafe(32), secrets.token_urlsafe(32), self.policy.verifier())
        self.pairings.ask(session, pending)
        query = {
            "response_type": self.policy.response_type, "client_id": self._client_id,
            "redirect_uri": self._redirect_uri, "scope": self.policy.scope,
            "state": pending.state, "nonce": pending.nonce, **self.policy.challenge(pending.verifier),
        }
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"

    def complete(self, session: Session, query: Mapping[str, str]) -> tuple[Pairing, frozenset[str]]:
        """Takes the callback of this browser session; gives the pairing, and the purposes that were not granted.

        Raises any :class:`.SpaceError`; nothing is kept then.
        """
        pending = self.policy.take(self.pairings, session, query.get("state"))
        if pending is None:
            raise CallbackRefused("state")
        metadata = self.provider.metadata()
        if not self.policy.issuer_ok(query.get("iss"), metadata.issuer, metadata.announces_iss):
            raise CallbackRefused("issuer")
        if "error" in query:
            for tell in self.policy.on_error:
                tell(query["error"])
            raise SpaceSaidNo("declined" if query["error"] == "access_denied" else "refused_by_space")
        if not query.get("code"):
            raise CallbackRefused("code")
        tokens = self._tokens.redeem(query["code"], pending.verifier, self._redirect_uri)
        pairing, missing = self._pairing(tokens, pending), self.policy.left_out(tokens.scope)
        if missing and not self.policy.takes_less:
            raise SpaceSaidNo("refused_by_space")
        self.pairings.keep(session.account, pairing)
        return pairing, missing

    def _pairing(self, tokens: TokenSet, pending: Pending) -> Pairing:
        claims = self.policy.validated(tokens.id_token, self.provider, self._client_id)
        if not self.policy.nonce_ok(claims.get("nonce"), pending.nonce):
            raise CallbackRefused("nonce")
        return Pairing(
            claims["sub"], claims["assign_auth"], tokens.access_token, tokens.refresh_token, tokens.id_token,
            _usable_until(tokens, claims),
        )

    def fresh(self, account: Account, *, renew: bool = False) -> Pairing:
        """The pairing with an access token that still lives; ``renew`` asks for a new one in any case.

        Raises ``SpaceSaidNo("not_paired")`` when there is none, or when the space no longer renews it.
        """
        pairing = self.pairings.of(account)
        if pairing is None:
            raise SpaceSaidNo("not_paired")
        if not renew and pairing.expires_at - REFRESH_BEFORE_SECONDS > time.time():
            return pairing
        return self._renewed(account, pairing)

    def _renewed(self, account: Account, pairing: Pairing) -> Pairing:
        try:
            if not pairing.refresh_token:
                raise SpaceSaidNo("not_paired")
            tokens = self._tokens.refresh(pairing.refresh_token)
        except SpaceSaidNo as error:
            self.pairings.forget(account)
            raise SpaceSaidNo("not_paired") from error
        claims = self.policy.validated(tokens.id_token, self.provider, self._client_id) if tokens.id_token else {}
        if claims and not self.policy.same_person(claims["sub"], pairing.subject):
            raise CallbackRefused("id_token")
        renewed = replace(
            pairing, access_token=tokens.access_token, id_token=tokens.id_token or pairing.id_token,
            refresh_token=tokens.refresh_token or pairing.refresh_token, expires_at=_usable_until(tokens, claims),
        )
        self.pairings.keep(account, renewed)
        return renewed

    def revoke(self, token: str) -> None:
        """Ends a refresh token at the space. Raises :class:`.SpaceUnavailable`."""
        self._tokens.revoke(token)


def _usable_until(tokens: TokenSet, claims: Mapping[str, Any]) -> float:
    """Both tokens go with every call, so the pair lives as long as the shorter of the two (POSIX time)."""
    return min(tokens.expires_at, float(claims.get("exp", tokens.expires_at)))
