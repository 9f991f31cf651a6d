"""``space.yaml``, typed: the space, two test clients, two synthetic people, and how its pages are filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

Fields = dict[str, str]


class TestClient(msgspec.Struct, frozen=True, kw_only=True):
    """A registered client of the suite's own. ``key`` is its private JWK (P-256)."""

    client_id: str
    key: dict[str, Any]
    redirect_uri: str
    oid: str


class TestPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A synthetic person, and how they sign in."""

    login: str
    password: str


class SignInPage(msgspec.Struct, frozen=True, kw_only=True):
    """The names of the two fields."""

    login: str
    password: str


class ConsentPage(msgspec.Struct, frozen=True, kw_only=True):
    """What to send for each answer of the person."""

    accept: Fields
    refuse: Fields
    write: Fields
    read: Fields


class ServicePage(msgspec.Struct, frozen=True, kw_only=True):
    """Where the person takes back what they allowed, and what to send for it; empty where it cannot be done."""

    path: str
    withdraw_write: Fields = {}
    withdraw_read: Fields = {}
    disconnect: Fields = {}


class Pages(msgspec.Struct, frozen=True, kw_only=True):
    """The person's pages."""

    sign_in: SignInPage
    consent: ConsentPage
    service: ServicePage | None = None


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """A clause that is known to fail, until the end of a day."""

    clause: str
    reason: str
    until: date
    strict: bool = True


class SpaceManifest(msgspec.Struct, frozen=True, kw_only=True):
    """The whole manifest, with what its files and the environment hold."""

    base_url: str
    clients: tuple[TestClient, ...]
    people: tuple[TestPerson, ...]
    pages: Pages
    name: str = "Health space"
    issuer: str = ""
    fhir: str = ""
    ca: str = ""
    id_token_header: str = "ID-Token"
    max_page_size: int = 100
    max_body: int = 256 * 1024
    quota: int = 0
    expected_failures: tuple[Expected, ...] = ()
