"""What the space says of itself on the FHIR side: CapabilityStatement and SMART configuration."""

from __future__ import annotations

from importlib.resources import files

import yaml
from starlette.requests import Request
from starlette.responses import Response

from conformance.contract.documents import document
from conformance.space.answers import fhir
from conformance.space.oauth_endpoints import as_json
from conformance.space.settings import SCOPES

_CAPABILITY = yaml.safe_load(files(__package__).joinpath("capability.yaml").read_text(encoding="utf-8"))


async def capability(request: Request) -> Response:
    """Answer with the CapabilityStatement (FHIR R4 http, section 3.1.0.7)."""
    base = f"{request.app.state.settings.base_url}/fhir"
    at = {"implementation": {"description": "Probant health space", "url": base}, "date": _version_date()}
    return fhir(_CAPABILITY | at)


async def smart(request: Request) -> Response:
    """Answer with the SMART configuration (SMART App Launch 2.2, conformance)."""
    issuer = request.app.state.settings.issuer
    return as_json(
        {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/jwks",
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "revocation_endpoint": f"{issuer}/revoke",
            "grant_types_supported": ["authorization_code"],
            "scopes_supported": list(SCOPES),
            "response_types_supported": ["code"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "code_challenge_methods_supported": ["S256"],
            "capabilities": [
                "launch-standalone",
                "client-confidential-asymmetric",
                "permission-patient",
                "permission-offline",
                "permission-v2",
            ],
        }
    )


def _version_date() -> str:
    """The date of the API text that the space plays."""
    return str(document("measures.yaml")["date"])
