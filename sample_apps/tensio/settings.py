"""What the operator of the app sets: where its data lie, its public address, and the space that it pairs with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Seed:
    """One seeded account: sign-in, password, the canary kept as the note of one of its measures, and the seed of its
    authenticator (without one it enrols at its first sign-in)."""

    login: str
    password: str
    canary: str
    totp: str = ""


@dataclass(frozen=True)
class Settings:
    """``public_url`` and ``space_issuer`` have no final slash; no issuer means that pairing is not offered.

    ``smtp`` is the relay (``HOST:PORT``); ``clock_header`` names the field by which a test may set the clock of
    sessions ahead, in seconds (never in production; none by default).
    """

    data: Path
    public_url: str
    client_id: str = "tensio"
    space_issuer: str = ""
    space_ca: Path | None = None
    seeds: tuple[Seed, ...] = ()
    smtp: str = ""
    clock_header: str = ""


def seeds_of(environment: Mapping[str, str]) -> tuple[Seed, ...]:
    """The seeded accounts named by ``TENSIO_A_LOGIN``, ``TENSIO_A_PASSWORD``, ``TENSIO_A_CANARY``, ``TENSIO_A_TOTP``
    and likewise B."""
    found = []
    for account in ("A", "B"):
        canary, totp = (environment.get(f"TENSIO_{account}_{name}", "") for name in ("CANARY", "TOTP"))
        login = environment.get(f"TENSIO_{account}_LOGIN", "")
        password = environment.get(f"TENSIO_{account}_PASSWORD", "")
        if login and password:
            found.append(Seed(login.lower(), password, canary, totp))
    return tuple(found)
