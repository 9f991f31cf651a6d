"""The reference space, served over TLS for vendors: synthetic people, a lab certificate, the clients of a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

import msgspec
from cryptography import x509
from sqlalchemy.exc import SQLAlchemyError

from conformance.contract.editions import EditionId
from conformance.lab.console.app import Console
from conformance.lab.foreign import foreign_app
from conformance.lab.journal import Exchange
from conformance.lab.lab import Lab
from conformance.space.app import Space, create_space
from conformance.space.people import Person
from conformance.space.server import ServerFailed, listen, port_of, serve
from conformance.space.settings import ClientRegistration, SpaceSettings
from harness.errors import ConfigurationError
from harness.lab_files import make_lab
from harness.manifest.untrusted_yaml import read_untrusted

HOST = "127.0.0.1"
_LEFT = dt.timedelta(days=1)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a space is started with. ``port`` 0 takes a free one; ``lab`` keeps the authority and the certificate.

    ``console``: the space is served through the lab, with its console on another port (``console_port``, 0: any).
    """

    port: int
    lab: Path
    database: str = "sqlite://"
    people: int = 3
    clients: Path | None = None
    profile: Literal["base", "strict"] = "base"
    edition: EditionId = "mes-1.5.2"
    console: bool = False
    console_port: int = 0


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """A space that answers. The last of several ``people`` has not activated their space yet.

    ``console_url`` is where the lab console answers; empty without it.
    """

    space: Space
    base_url: str
    ca: Path
    people: tuple[Person, ...]
    clients: tuple[ClientRegistration, ...]
    console_url: str = ""


@contextmanager
def served_space(wanted: Wanted) -> Iterator[Served]:
    """Serve a space until the block ends. Raises ``ConfigurationError`` when what is wanted cannot be had."""
    clients = _clients(wanted.clients) if wanted.clients else ()
    certificate(wanted.lab)
    try:
        listener = listen(HOST, wanted.port)
    except (OSError, OverflowError) as error:
        raise ConfigurationError("space.no_port", port=wanted.port, why=error) from error
    with listener:
        base = f"https://{HOST}:{port_of(listener)}"
        settings = SpaceSettings(
            base_url=base, database=wanted.database, profile=wanted.profile, edition=wanted.edition
        )
        space = _space(settings, clients)
        try:
            people = tuple(_people(space, wanted.people))
            ca, files = wanted.lab / "ca.pem", (wanted.lab / "space.pem", wanted.lab / "space.key")
            with ExitStack() as running:
                lab = Lab(space) if wanted.console else None
                running.enter_context(serve(lab.app if lab else space.app, HOST, 0, *files, listener=listener))
                console = running.enter_context(_console(lab, people, wanted.console_port, *files)) if lab else ""
                yield Served(space=space, base_url=base, ca=ca, people=people, clients=clients, console_url=console)
        except ServerFailed as error:
            raise ConfigurationError("space.not_started", why=error) from error
        finally:
            space.close()


@contextmanager
def _console(lab: Lab, people: tuple[Person, ...], port: int, cert: Path, key: Path) -> Iterator[str]:
    """Serve the lab console, and the server of somebody else that some scenarios point to, on this machine alone."""
    try:
        listener = listen(HOST, port)
    except (OSError, OverflowError) as error:
        raise ConfigurationError("space.no_port", port=port, why=error) from error
    with listener:
        console = Console(lab, people, f"https://{HOST}:{port_of(listener)}")
        foreign = serve(foreign_app(lab.forge, lambda seen: _written_down(lab, seen)), HOST, 0, cert, key)
        with foreign as lab.forge.foreign_base, serve(console.app, HOST, 0, cert, key, listener=listener) as base:
            try:
                yield base
            finally:
                console.close()


def certificate(folder: Path) -> None:
    """Make the lab's authority and the space's certificate, unless ``folder`` holds some that last: an app that
    trusts the authority need not be told again when the space starts anew.
    """
    if all((folder / name).is_file() for name in ("ca.pem", "space.pem", "space.key")):
        try:
            kept = x509.load_pem_x509_certificate((folder / "space.pem").read_bytes())
        except ValueError:
            pass  # not a certificate: replaced below
        else:
            if kept.not_valid_after_utc - dt.datetime.now(dt.UTC) > _LEFT:
                return
    try:
        make_lab(folder)
    except OSError as error:
        raise ConfigurationError("space.no_lab", folder=folder, why=error) from error


def _people(space: Space, count: int) -> Iterator[Person]:
    for number in range(1, count + 1):
        yield space.people.add(activated=number < count or count == 1)


def _clients(path: Path) -> tuple[ClientRegistration, ...]:
    """The clients of a YAML file. Raises ``ConfigurationError`` (``ManifestError`` when it cannot be read)."""
    try:
        return msgspec.convert(read_untrusted(path), tuple[ClientRegistration, ...])
    except msgspec.ValidationError as error:
        raise ConfigurationError("space.bad_clients", path=path, why=error) from error


def _space(settings: SpaceSettings, clients: tuple[ClientRegistration, ...]) -> Space:
    try:
        space = create_space(settings)
        for client in clients:
            space.register(client)
    except (SQLAlchemyError, ImportError, ValueError) as error:
        raise ConfigurationError("space.no_database", why=str(error).partition("\n")[0]) from error
    return space


def _written_down(lab: Lab, seen: Exchange) -> None:
    """A call that somebody else's server got, with a number of its own, as the console tells it."""
    lab.journal.add(seen)
