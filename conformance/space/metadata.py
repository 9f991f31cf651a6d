"""What the space says of itself: authorization server metadata, SMART configuration, CapabilityStatement."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import Response

from conformance.contract.documents import document
from conformance.space.answers import fhir
from conformance.space.dpop import ALGORITHMS
from conformance.space.keys import ALGORITHM
from conformance.space.oauth_endpoints import as_json
from conformance.space.settings import SCOPES, SpaceSettings

_CAPABILITY = yaml.safe_load(files(__package__).joinpath("capability.yaml").read_text(encoding="utf-8"))
_AUTHENTICATED = ("token", "revocation", "introspection")


async def capability(request: Request) -> Response:
    """Answer with the CapabilityStatement (FHIR R4 http, section 3.1.0.7)."""
    base = f"{request.app.state.settings.base_url}/fhir"
    at = {"implementation": {"description": "Probant health space", "url": base}, "date": _version_date()}
    return fhir(_CAPABILITY | at)


async def discovery(request: Request) -> Response:
    """Publish the metadata (OpenID Connect Discovery 1.0, section 3; RFC 8414; 9126, 5; 9207, 3; 9449, 5.1)."""
    settings: SpaceSettings = request.app.state.settings
    methods = {f"{one}_endpoint_auth_methods_supported": ["private_key_jwt"] for one in _AUTHENTICATED}
    signatures = {f"{one}_endpoint_auth_signing_alg_values_supported": [ALGORITHM] for one in _AUTHENTICATED}
    return as_json(
        _endpoints(settings.issuer)
        | methods
        | signatures
        | (_strict(settings.issuer) if settings.strict else {})
        | {
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "claims_supported": ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "assign_auth", "oid"],
            "ui_locales_supported": ["fr", "en"],
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
            "authorization_response_iss_parameter_supported": True,
        }
    )


async def smart(request: Request) -> Response:
    """Answer with the SMART configuration (SMART App Launch 2.2, conformance)."""
    return as_json(
        _endpoints(request.app.state.settings.issuer)
        | {
            "grant_types_supported": ["authorization_code"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "capabilities": [
                "launch-standalone",
                "client-confidential-asymmetric",
                "permission-patient",
                "permission-offline",
                "permission-v2",
            ],
        }
    )


def _strict(issuer: str) -> dict[str, Any]:
    """What the stricter profile adds."""
    return {
        "pushed_authorization_request_endpoint": f"{issuer}/par",
        "require_pushed_authorization_requests": True,
        "dpop_signing_alg_values_supported": list(ALGORITHMS),
    }


def _endpoints(issuer: str) -> dict[str, Any]:
    """What both documents say."""
    return {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/jwks",
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "revocation_endpoint": f"{issuer}/revoke",
        "introspection_endpoint": f"{issuer}/introspect",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
    }


def _version_date() -> str:
    """The date of the API text that the space plays."""
    return str(document("measures.yaml")["date"])
