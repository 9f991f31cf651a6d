"""A ready-made ``space.yaml`` for a space that runs here: two clients and two synthetic people of the suite's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import yaml
from joserfc.jwk import ECKey

from conformance.space.app import Space
from conformance.space.settings import ClientRegistration
from harness.errors import ConfigurationError

# OIDs of the UUID arc (ITU-T X.667): nobody else's, and nobody's real ones.
_OIDS = ("2.25.263013524461285374541098337131532109531", "2.25.171529484362157064392081571137153063342")
_PAGES: dict[str, Any] = {
    "sign_in": {"login": "login", "password": "password"},
    "consent": {
        "accept": {"decision": "accept"},
        "refuse": {"decision": "refuse"},
        "write": {"write": "yes"},
        "read": {"read": "yes"},
    },
    "service": {
        "path": "/personne/service?client={client_id}",
        "withdraw_write": {"withdraw": "MESURES.write"},
        "withdraw_read": {"withdraw": "MESURES.read"},
        "disconnect": {"decision": "disconnect"},
    },
}


def write_manifest(folder: Path, space: Space, ca: bytes) -> Path:
    """Add two clients and two people to ``space``; write what ``probant space check`` needs of them into ``folder``.

    ``ca`` is the PEM of the authority that the space's certificate comes from. Keys and passwords stand in files of
    their own, which only their owner may read. Returns the manifest; raises ``ConfigurationError``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ca.pem").write_bytes(ca)
        told = {
            "name": "Probant health space",
            "base_url": space.settings.base_url,
            "ca": "ca.pem",
            "clients": [_client(folder, space, number) for number in (1, 2)],
            "people": [_person(folder, space, number) for number in (1, 2)],
            "pages": _PAGES,
        }
        manifest = folder / "space.yaml"
        manifest.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")
    except OSError as error:
        raise ConfigurationError("space_check.unwritable", path=folder, why=error) from error
    return manifest


def _client(folder: Path, space: Space, number: int) -> dict[str, str]:
    key = ECKey.generate_key("P-256", auto_kid=True)
    client_id, redirect = f"suite-{number}", f"https://suite-{number}.example.test/callback"
    space.register(
        ClientRegistration(
            client_id=client_id,
            jwks={"keys": [key.as_dict(private=False)]},
            redirect_uris=(redirect,),
            oid=_OIDS[number - 1],
            name=f"Probant suite {number}",
        )
    )
    _secret(folder / f"{client_id}.jwk", msgspec.json.encode(key.as_dict(private=True)))
    return {"client_id": client_id, "key": f"{client_id}.jwk", "redirect_uri": redirect, "oid": _OIDS[number - 1]}


def _person(folder: Path, space: Space, number: int) -> dict[str, str]:
    person = space.people.add()
    name = f"person-{number}.password"
    _secret(folder / name, person.password.encode())
    return {"login": person.login, "password_env": f"PROBANT_SPACE_PERSON_{number}", "password_file": name}


def _secret(path: Path, value: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(value)
