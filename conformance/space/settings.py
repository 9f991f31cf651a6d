"""What a space is set up with, and what a client registers."""

from __future__ import annotations

from typing import Any

import msgspec

SCOPES = ("openid", "offline_access", "patient/Observation.c", "patient/Observation.rs")
WRITE, READ = "patient/Observation.c", "patient/Observation.rs"


class SpaceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How a space behaves. Times are seconds, sizes bytes.

    ``base_url`` is ``https://host:port``, without a final slash. ``database`` is an SQLAlchemy address.
    ``require_pkce`` refuses a code request without an S256 challenge (RFC 9700, section 2.1.1); an instrument sets
    it to false, so that a wrong client is seen and recorded instead of being stopped.
    """

    base_url: str
    database: str = "sqlite://"
    require_pkce: bool = True
    code_seconds: int = 60
    access_seconds: int = 300
    refresh_seconds: int = 30 * 24 * 3600
    session_seconds: int = 1800
    max_body: int = 256 * 1024
    max_depth: int = 32
    max_page_size: int = 100
    page_size: int = 50
    # An OID of the UUID arc (ITU-T X.667): nobody else's, and nobody's real one.
    assigning_authority: str = "2.25.329800735698586629295641978511506172918"

    @property
    def issuer(self) -> str:
        """The issuer identifier of the authorization server (RFC 8414, section 2)."""
        return f"{self.base_url}/oauth"


class ClientRegistration(msgspec.Struct, frozen=True, kw_only=True):
    """A registered solution: its public keys (JWK Set), exact redirect addresses, scopes, OID and name."""

    client_id: str
    jwks: dict[str, Any]
    redirect_uris: tuple[str, ...]
    oid: str
    name: str
    scopes: tuple[str, ...] = SCOPES
