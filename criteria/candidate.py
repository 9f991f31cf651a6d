"""The candidate as the plan records it: the manifest without its secrets."""

from __future__ import annotations

import msgspec

from criteria.criterion import Face


class PlannedFix(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor's dated commitment to mend one failing criterion (``due`` is an ISO date)."""

    criterion: str
    due: str


class SpaceClient(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The candidate as a client of the health space, as it is registered there.

    ``edition`` is the text of the measures' API that it says to keep, ``purposes`` those for which it says to read
    (code de la santé publique, article L. 1111-13-1, III); empty: not said.
    """

    client_id: str
    redirect_uris: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    oid: str = ""
    edition: str = ""
    purposes: tuple[str, ...] = ()


class Candidate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is audited. ``declared`` is false when there was no manifest (a first contact by address).

    ``staging`` is the address of the declared staging environment. ``logins`` and ``canaries`` are those of the
    synthetic accounts, by account. ``journeys`` are all that are declared; ``guided`` those of them that a person
    performs by hand.
    """

    name: str
    version: str = ""
    publisher: str = ""
    siren: str = ""
    faces: tuple[Face, ...] = ()
    base_url: str = ""
    staging: str = ""
    hosts: tuple[str, ...] = ()
    cleartext_ports: dict[str, int] = {}
    pages: dict[str, str] = {}
    accounts: tuple[str, ...] = ()
    logins: dict[str, str] = {}
    journeys: tuple[str, ...] = ()
    guided: tuple[str, ...] = ()
    canaries: dict[str, dict[str, str]] = {}
    allowed_framers: tuple[str, ...] = ()
    space: SpaceClient | None = None
    space_hosts: tuple[str, ...] = ()
    declared: bool = True
    remediation_plan: tuple[PlannedFix, ...] = ()
