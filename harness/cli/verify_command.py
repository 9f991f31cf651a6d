"""``probant verify``: was this changed since it was signed, and by whom was it signed?"""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
import msgspec

from criteria.messages import text
from harness.bundle import open_bundle
from harness.cli.output import json_option, language_option, say
from harness.errors import ConfigurationError, TamperedError
from harness.exit_codes import Exit
from harness.results import ATTESTATION, BUNDLE
from reports.signing import Origin, SignatureWrong, attested, check_seal

LARGEST = 1024 * 1024
"""Bytes of an envelope or a key that is read."""


@click.command("verify")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", "keys", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
@language_option
def command(path: Path, keys: tuple[Path, ...], as_json: bool, lang: str | None) -> int:
    """Verify PATH: a bundle, an attestation.json with the files beside it, or a folder of results.

    Exit 0 when a trusted key (--key) proves it, 2 when it is consistent but its origin unproved, 5 when changed.
    """
    trusted = [key.read_bytes()[:LARGEST] for key in keys]
    try:
        origin = _verified(path, trusted)
    except SignatureWrong as wrong:
        raise TamperedError("command.tampered", path=path.name, why=wrong) from wrong
    if as_json:
        click.echo(msgspec.json.encode({"path": path.name, "origin": origin}))
    else:
        say(text(f"command.{origin}"), lang)
    return Exit.PASS if origin == Origin.PROVED else Exit.INCOMPLETE


def _verified(path: Path, trusted: list[bytes]) -> str:
    if path.is_dir() and (path / ATTESTATION).is_file():
        path = path / ATTESTATION
    if path.suffix == ".json":
        return _attestation(path, trusted)
    found = open_bundle(path)
    if not found.sealed:
        return "open_bundle"
    return check_seal(found.seal(), found.head, found.entries, trusted)


def _attestation(path: Path, trusted: list[bytes]) -> Origin:
    """Every file that the statement speaks of is measured again, the bundle by opening it."""
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise ConfigurationError("bundle.not_there", path=path)
    subjects, _, origin = attested(path.read_bytes(), trusted)
    for name, digest in subjects.items():
        if _measured(path.parent, name, trusted) != digest:
            raise TamperedError("command.tampered", path=name, why="sha256")
    return origin


def _measured(folder: Path, name: str, trusted: list[bytes]) -> str:
    if name == BUNDLE:
        found = open_bundle(folder / BUNDLE)
        if found.sealed:
            check_seal(found.seal(), found.head, found.entries, trusted)
        return found.head.partition(":")[2]
    file = folder / Path(name).name
    if not file.is_file():
        raise ConfigurationError("bundle.not_there", path=file)
    return hashlib.sha256(file.read_bytes()).hexdigest()
