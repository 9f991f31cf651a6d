"""The token and revocation endpoints, with ``private_key_jwt`` (RFC 6749 section 5, RFC 7009, RFC 7523)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from sample_apps.tensio.pairing.errors import SpaceSaidNo, SpaceUnavailable
from sample_apps.tensio.pairing.keys import ClientKey
from sample_apps.tensio.pairing.policy import PairingPolicy
from sample_apps.tensio.pairing.provider import Provider
from sample_apps.tensio.pairing.wire import Wire

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
DEFAULT_LIFE_SECONDS = 300


@dataclass(frozen=True)
class TokenSet:
    """What the token endpoint gave; an empty text stands for what it left out. ``expires_at`` is a POSIX time."""

    access_token: str
    refresh_token: str
    id_token: str
    expires_at: float
    scope: str = ""


class TokenEndpoint:
    """Speaks as one registered client."""

    def __init__(
        self, wire: Wire, provider: Provider, key: ClientKey, client_id: str, policy: PairingPolicy
    ) -> None:
        self._wire = wire
        self._provider = provider
        self._key = key
        self._client_id = client_id
        self._policy = policy

    def redeem(self, code: str, verifier: str, redirect_uri: str) -> TokenSet:
        """Tokens for a code. Raises :class:`SpaceSaidNo` or :class:`SpaceUnavailable`."""
        return self._ask({
            "grant_type": "authorization_code", "code": code, "code_verifier": verifier,
            "redirect_uri": redirect_uri,
        })

    def refresh(self, refresh_token: str) -> TokenSet:
        """New tokens for a refresh token. Raises likewise."""
        return self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token})

    def revoke(self, refresh_token: str) -> None:
        """Revokes a refresh token. Raises :class:`SpaceUnavailable`."""
        form = {"token": refresh_token, "token_type_hint": "refresh_token"}
        self._wire.post_form(self._provider.metadata().revocation_endpoint, self._signed(form))

    def _ask(self, form: dict[str, str]) -> TokenSet:
        form = {name: value for name, value in form.items() if value}
        for _ in range(self._policy.tries_when_busy):
            answer = self._wire.post_form(self._provider.metadata().token_endpoint, self._signed(form))
            if answer.status != 503:
                break
        if answer.status >= 500 or answer.status == 429:
            raise SpaceUnavailable("unavailable", answer.status, answer.retry_after)
        if answer.status != 200:
            raise SpaceSaidNo("token_refused", answer.status)
        return _token_set(answer.body)

    def _signed(self, form: dict[str, str]) -> dict[str, str]:
        audience = self._provider.metadata().token_endpoint
        claims = self._policy.assertion(self._key.claims(self._client_id, audience), form)
        return self._policy.sent_form({
            **form, "client_id": self._client_id, "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._key.signed(claims),
        })


def _token_set(body: dict[str, Any]) -> TokenSet:
    access = body.get("access_token")
    if not isinstance(access, str) or not access or str(body.get("token_type", "")).lower() != "bearer":
        raise SpaceUnavailable("unreadable")
    life = body.get("expires_in")
    seconds = life if isinstance(life, int) and 0 < life <= 86_400 else DEFAULT_LIFE_SECONDS
    names = ("refresh_token", "id_token", "scope")
    texts = [value if isinstance(value := body.get(name), str) else "" for name in names]
    return TokenSet(access, texts[0], texts[1], time.time() + seconds, texts[2])
