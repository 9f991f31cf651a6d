"""What the lab needs of the space that it plays with: no more than this."""

from __future__ import annotations

from typing import Any, Protocol

from starlette.types import ASGIApp


class Signer(Protocol):
    """The space's signing keys."""

    def sign(self, claims: dict[str, Any]) -> str:
        """Return a compact JWS over ``claims``, by the current key."""

    def verify(self, token: str) -> dict[str, Any]:
        """Return the claims of a JWT that one of the keys signed."""

    def public(self) -> dict[str, Any]:
        """Return the JWK Set that the space publishes."""

    def rotate(self) -> None:
        """Sign with the next key from now on, and publish a new next one."""


class PlayedSettings(Protocol):
    """How the space is set up: its address, and the largest body that it reads (bytes)."""

    @property
    def base_url(self) -> str: ...

    @property
    def max_body(self) -> int: ...


class PlayedSpace(Protocol):
    """A space. It leaves the person and client that a request concerns in ``scope["state"]``."""

    @property
    def app(self) -> ASGIApp: ...

    @property
    def signing_keys(self) -> Signer: ...

    @property
    def settings(self) -> PlayedSettings: ...


class PlayedPerson(Protocol):
    """A person of the space."""

    @property
    def login(self) -> str: ...
