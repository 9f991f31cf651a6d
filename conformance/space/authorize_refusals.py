"""Why the authorization endpoint refuses, beyond what Authlib knows."""

from __future__ import annotations

from authlib.oauth2 import OAuth2Error


class UnknownRequestUri(OAuth2Error):  # type: ignore[misc]  # Authlib has no types
    """A request_uri that was not pushed by this client, was answered, or came too late (RFC 9126, section 4)."""

    error = "invalid_request_uri"
    description = "This request_uri is not known, was used, or has expired."


class NotPushed(OAuth2Error):  # type: ignore[misc]
    """A request that did not come by the client's own hand, where that is required (RFC 9126, section 5)."""

    error = "invalid_request"
    description = "The request must be pushed first."


class NothingToAllow(OAuth2Error):  # type: ignore[misc]
    """A request whose scope meets none of the exchanges that the service declares."""

    error = "invalid_scope"
    description = "The service declares no exchange for this scope."


class NotSupported(OAuth2Error):  # type: ignore[misc]
    """A request object (OpenID Connect Core, section 6.1)."""

    error = "request_not_supported"
    description = "The request parameter is not supported."


class NotAtYourService(OAuth2Error):  # type: ignore[misc]
    """A service that this person may not pair with now: offline, suspended, delisted, or for pilots only."""

    error = "unauthorized_client"
    description = "The service may not be paired now."
