"""Where a space answers: what it publishes, or (before that is known) what the contract says."""

from __future__ import annotations

from typing import Any

import msgspec

from conformance.suite.manifest import SpaceManifest


class Endpoints(msgspec.Struct, frozen=True, kw_only=True):
    """Absolute addresses. ``introspect`` and ``push`` are empty where they are not offered."""

    issuer: str
    fhir: str
    discovery: str
    jwks: str
    authorize: str
    token: str
    revoke: str
    introspect: str = ""
    push: str = ""

    @property
    def smart(self) -> str:
        """The SMART configuration."""
        return f"{self.fhir}/.well-known/smart-configuration"


def endpoints_of(manifest: SpaceManifest, published: Any) -> Endpoints:
    """The endpoints of a space, by its published metadata where it has any."""
    issuer = manifest.issuer
    told = published if isinstance(published, dict) else {}

    def one(name: str, otherwise: str = "") -> str:
        found = told.get(name)
        return found if isinstance(found, str) and found else otherwise

    return Endpoints(
        issuer=issuer,
        fhir=manifest.fhir,
        discovery=f"{issuer}/.well-known/openid-configuration",
        jwks=one("jwks_uri", f"{issuer}/jwks"),
        authorize=one("authorization_endpoint", f"{issuer}/authorize"),
        token=one("token_endpoint", f"{issuer}/token"),
        revoke=one("revocation_endpoint", f"{issuer}/revoke"),
        introspect=one("introspection_endpoint"),
        push=one("pushed_authorization_request_endpoint"),
    )
