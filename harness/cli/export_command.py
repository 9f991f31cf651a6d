"""``probant export``: the HTTP exchanges of a bundle in the format of the field."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from harness.bundle import open_bundle
from harness.version import ENGINE
from reports.har import har_of


@click.command("export")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option("--out", "-o", type=click.Path(path_type=Path), help="File to write (default: standard output)")
def command(bundle: Path, out: Path | None) -> int:
    """Export the HTTP exchanges of BUNDLE as HAR 1.2 (redacted, as recorded)."""
    found = open_bundle(bundle)
    raw = msgspec.json.encode(har_of(((seen, found.blob) for seen in found.observations), creator=ENGINE))
    if out is None:
        click.echo(raw)
    else:
        out.write_bytes(raw)
    return 0
