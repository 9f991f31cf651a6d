"""``probant pack``: one portable file out of a bundle folder."""

from __future__ import annotations

from pathlib import Path

import click

from harness.bundle import open_bundle
from harness.bundle.packed import pack


@click.command("pack")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def command(bundle: Path, target: Path) -> int:
    """Pack BUNDLE into the file TARGET; the same bundle always packs to the same bytes."""
    open_bundle(bundle)
    pack(bundle, target)
    return 0
