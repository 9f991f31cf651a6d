"""What a space is set up with, and what a client registers."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from conformance.contract.editions import EditionId
from conformance.space.limits import Rate
from conformance.space.purposes import Purpose

SCOPES = ("openid", "offline_access", "patient/Observation.c", "patient/Observation.rs")
WRITE, READ = "patient/Observation.c", "patient/Observation.rs"


class SpaceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How a space behaves. Times are seconds, sizes bytes.

    ``base_url`` is ``https://host:port``, without a final slash. ``database`` is an SQLAlchemy address.
    ``require_pkce`` refuses a code request without an S256 challenge (RFC 9700, section 2.1.1); an instrument sets
    it to false, so that a wrong client is seen and recorded instead of being stopped.
    ``profile``: ``strict`` asks every client for pushed requests (RFC 9126), DPoP (RFC 9449) and assertions for the
    issuer alone (after FAPI 2.0); ``base`` offers neither of the two. ``dpop_nonce`` asks for the space's own nonce in
    every proof (RFC 9449, section 8). ``approval_seconds`` is how long a person has to approve
    again after coming of age. ``edition`` is the text of the measures' API that the space plays; ``extensions`` opens
    what no text knows (a measure corrected or withdrawn by its author); ``client_rate`` and ``person_rate`` are quotas
    for each client, and for each client and person.
    ``signing_keys`` are two private JWKs (ES256), the one that signs and the next one, for a space that goes on as the
    same issuer; without any, new ones are drawn.
    """

    base_url: str
    database: str = "sqlite://"
    profile: Literal["base", "strict"] = "base"
    require_pkce: bool = True
    dpop_nonce: bool = False
    code_seconds: int = 60
    access_seconds: int = 300
    refresh_seconds: int = 30 * 24 * 3600
    session_seconds: int = 1800
    pushed_seconds: int = 90
    key_grace_seconds: int = 24 * 3600
    approval_seconds: int = 30 * 24 * 3600
    max_body: int = 256 * 1024
    max_depth: int = 32
    max_page_size: int = 100
    page_size: int = 50
    edition: EditionId = "mes-1.5.2"
    extensions: bool = False
    client_rate: Rate | None = None
    person_rate: Rate | None = None
    signing_keys: tuple[dict[str, Any], ...] = ()
    # An OID of the UUID arc (ITU-T X.667): nobody else's, and nobody's real one.
    assigning_authority: str = "2.25.329800735698586629295641978511506172918"

    @property
    def strict(self) -> bool:
        """Whether the stricter profile is on."""
        return self.profile == "strict"

    @property
    def issuer(self) -> str:
        """The issuer identifier of the authorization server (RFC 8414, section 2)."""
        return f"{self.base_url}/oauth"


class ClientRegistration(msgspec.Struct, frozen=True, kw_only=True):
    """A registered solution: its public keys (JWK Set), exact redirect addresses, scopes, OID and name.

    ``purposes`` are what it declares to exchange, and why; without any, one purpose covers what its scopes allow.
    """

    client_id: str
    jwks: dict[str, Any]
    redirect_uris: tuple[str, ...]
    oid: str
    name: str
    scopes: tuple[str, ...] = SCOPES
    purposes: tuple[Purpose, ...] = ()
