"""``probant space``: the reference health space, to develop an app against."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any, get_args

import click
import msgspec

from conformance.contract.editions import EditionId
from criteria.messages import text
from harness.cli.output import json_option, language_option, say
from harness.exit_codes import Exit
from harness.space_serving import Served, Wanted, served_space
from harness.suite_manifest import write_manifest


class _Group(click.Group):
    """Finds ``check`` on demand: generating requests takes a library that is slow to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return ["check", *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != "check":
            return super().get_command(ctx, cmd_name)
        found: click.Command = import_module("harness.cli.space_check").command
        return found


@click.group("space", cls=_Group)
def command() -> None:
    """The health space: serve the reference one, to develop an app against; check any against the contract."""


@command.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8443, show_default=True, help="0: any free port")
@click.option("--database", default="sqlite://", help="sqlite:///FILE or postgresql://…; else in memory")
@click.option(
    "--lab-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out/space"),
    show_default=True,
    help="Where the lab's authority and certificate are kept",
)
@click.option("--people", type=click.IntRange(1, 1000), default=3, show_default=True, help="Synthetic people to add")
@click.option("--clients", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Your clients (YAML)")
@click.option("--profile", type=click.Choice(["base", "strict"]), default="base", show_default=True)
@click.option("--edition", type=click.Choice(get_args(EditionId)), default="mes-1.5.2", show_default=True)
@click.option(
    "--manifest-out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for a space.yaml with which `probant space check` can check this space",
)
@click.option("--lab", "console", is_flag=True, help="Serve through the lab, with a console that plays its scenarios")
@click.option("--console-port", type=click.IntRange(0, 65535), default=0, help="Port of the lab console; 0: any free")
@json_option
@language_option
def serve_command(as_json: bool, lang: str | None, lab_dir: Path, manifest_out: Path | None, **options: Any) -> int:
    """Serve the space over TLS until Ctrl-C or SIGTERM; say where, and how its people sign in.

    The last of several people has not activated their space yet. CLIENTS is a list of client_id, name, oid,
    redirect_uris, jwks and, if you like, scopes and purposes.
    """
    with _told_to_stop() as stop, served_space(Wanted(lab=lab_dir, **options)) as served:
        if manifest_out is not None:
            written = write_manifest(manifest_out, served.space, served.ca.read_bytes())
            say(text("space_check.manifest_written", path=written, base=served.base_url), lang)
        if as_json:
            click.echo(msgspec.json.encode(_ready(served)))
        _tell(served, lang)
        stop.wait()
    return Exit.PASS


@contextmanager
def _told_to_stop() -> Iterator[Event]:
    """An event that Ctrl-C or SIGTERM sets while the block lasts."""
    stop = Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    kept = {number: signal.signal(number, told) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _tell(served: Served, lang: str | None) -> None:
    say(text("space.ready", base=served.base_url, ca=served.ca), lang)
    for person in served.people:
        key = "space.person" if person.activated else "space.person_new"
        name = f"{person.given_name} {person.family_name}"
        say(text(key, login=person.login, password=person.password, name=name), lang)
    if not served.clients:
        say(text("space.no_clients"), lang)
    for client in served.clients:
        say(text("space.client", client=client.client_id, name=client.name), lang)
    if served.console_url:
        say(text("space.console", console=served.console_url), lang)
    say(text("space.stop"), lang)


def _ready(served: Served) -> dict[str, Any]:
    """What a script needs to go on."""
    return {
        "base_url": served.base_url,
        "issuer": served.space.settings.issuer,
        "fhir": f"{served.base_url}/fhir",
        "sign_in": f"{served.base_url}/personne",
        "console": served.console_url,
        "ca": str(served.ca.resolve()),
        "people": [msgspec.to_builtins(person) for person in served.people],
        "clients": [client.client_id for client in served.clients],
    }
