"""What the space says of itself (RFC 8414, OpenID Connect Discovery), and the keys that it signs with."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from sample_apps.tensio.pairing.errors import SpaceUnavailable
from sample_apps.tensio.pairing.wire import Wire

FRESH_SECONDS = 300
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "revocation_endpoint")


@dataclass(frozen=True)
class Metadata:
    """The addresses of the space; ``announces_iss`` as in RFC 9207 section 3."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    revocation_endpoint: str
    announces_iss: bool


class Provider:
    """Reads and remembers metadata and keys."""

    def __init__(self, issuer: str, wire: Wire) -> None:
        self.issuer = issuer
        self._wire = wire
        self._metadata: Metadata | None = None
        self._read_at = 0.0
        self._keys: KeySet | None = None

    def metadata(self) -> Metadata:
        """The metadata, at most five minutes old. Raises :class:`SpaceUnavailable`."""
        if self._metadata is None or time.monotonic() - self._read_at > FRESH_SECONDS:
            answer = self._wire.get(f"{self.issuer}/.well-known/openid-configuration")
            self._metadata = _metadata(answer.body, self.issuer)
            self._read_at = time.monotonic()
        return self._metadata

    def keys(self, *, again: bool = False) -> KeySet:
        """The signing keys; ``again`` reads them anew. Raises :class:`SpaceUnavailable`."""
        if self._keys is None or again:
            self._keys = self.key_set(self.metadata().jwks_uri)
        return self._keys

    def key_set(self, url: str) -> KeySet:
        """The keys that are published at ``url``. Raises :class:`SpaceUnavailable`."""
        answer = self._wire.get(url)
        try:
            return KeySet.import_key_set({"keys": answer.body["keys"]})
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise SpaceUnavailable("unreadable") from error


def _metadata(body: dict[str, Any], issuer: str) -> Metadata:
    # The issuer must be the very string that was asked for (RFC 8414 section 3.3).
    found = {name: url for name in ENDPOINTS if isinstance(url := body.get(name), str) and url.startswith("https://")}
    if body.get("issuer") != issuer or len(found) < len(ENDPOINTS):
        raise SpaceUnavailable("unreadable")
    announced = body.get("authorization_response_iss_parameter_supported") is True
    return Metadata(issuer=issuer, announces_iss=announced, **found)
