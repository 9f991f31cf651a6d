"""What a manifest says of the candidate as a client of the health space."""

from __future__ import annotations

from typing import Literal

import msgspec

from conformance.contract.editions import EditionId
from criteria.candidate import SpaceClient


class Space(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The candidate as a client of the health space. ``listen`` is the address at which the audit starts the
    space; ``certificate`` and ``key`` are the PEM files of the space there, from an authority that the app trusts.
    ``probant init`` makes them. ``edition`` is the text of the measures' API that the app keeps; ``purposes`` are those
    for which it reads the space."""

    listen: str
    client_id: str
    oid: str
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    jwks_uri: str
    certificate: str
    key: str
    pairing_profile: Literal["probant-1"] = "probant-1"
    edition: EditionId | None = None
    purposes: tuple[str, ...] = ()

    def client(self) -> SpaceClient:
        """What the criteria see of it."""
        return SpaceClient(
            client_id=self.client_id,
            redirect_uris=self.redirect_uris,
            scopes=self.scopes,
            oid=self.oid,
            edition=self.edition or "",
            purposes=self.purposes,
        )
